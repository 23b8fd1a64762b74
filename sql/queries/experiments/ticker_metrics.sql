SELECT
    artifacts.id AS artifacts_id,
    scores.horizon AS horizon_days,
    scores.mape_pct,
    scores.naive_mape_pct,
    scores.skill
FROM experiment_ticker_artifacts AS artifacts
INNER JOIN run_ticker_scores AS scores
    ON artifacts.run_id = scores.run_id AND artifacts.stock_id = scores.stock_id
WHERE artifacts.id = any(:artifacts_ids);
