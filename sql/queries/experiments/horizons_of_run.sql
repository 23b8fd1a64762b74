SELECT DISTINCT scores.horizon
FROM run_ticker_scores AS scores
WHERE scores.run_id = :run_id
ORDER BY scores.horizon;
