SELECT
    cast(runs.id AS TEXT) AS run_id,
    runs.as_of_date AS as_of,
    scores.horizon_days AS horizon,
    scores.tickers,
    scores.test_rows AS rows,
    scores.mape_pct,
    scores.naive_mape_pct,
    scores.skill,
    scores.p_value,
    scores.verdict,
    scores.rank_ic,
    scores.coverage,
    scores.interval_width_pct,
    scores.coverage_error,
    scores.coverage_calm,
    scores.coverage_calm_error,
    scores.coverage_ordinary,
    scores.coverage_ordinary_error,
    scores.coverage_volatile,
    scores.coverage_volatile_error,
    scores.winkler_pct
FROM experiment_scores AS scores
INNER JOIN experiment_runs AS runs ON scores.run_id = runs.id
WHERE
    runs.as_of_date <= :as_of
    AND (cast(:start AS DATE) IS NULL OR runs.as_of_date >= :start)
    AND (cast(:run_id AS UUID) IS NULL OR runs.id = :run_id)
    AND scores.horizon_days = any(:horizons)
ORDER BY runs.as_of_date, runs.created_at, runs.id, scores.horizon_days;
