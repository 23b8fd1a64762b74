-- ticker: null for the pooled model.
SELECT
    horizon_days,
    known_before,
    is_final,
    features
FROM feature_selections
WHERE run_id = cast(:run_id AS UUID) AND ticker IS NOT DISTINCT FROM cast(:ticker AS TEXT)
ORDER BY horizon_days, known_before, is_final;
