SELECT
    scores.horizon_days,
    scores.tickers,
    scores.test_rows,
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
WHERE scores.run_id = cast(:run_id AS UUID)
ORDER BY scores.horizon_days;
