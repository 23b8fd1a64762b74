SELECT
    count(*) FILTER (WHERE ticker IS NULL AND NOT is_final) AS pooled_folds,
    count(*) FILTER (WHERE ticker IS NOT NULL AND NOT is_final) AS ticker_folds,
    count(DISTINCT ticker) AS tickers
FROM feature_selections
WHERE run_id = cast(:run_id AS UUID) AND horizon_days = :horizon;
