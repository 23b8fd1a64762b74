SELECT
    models.ticker,
    models.freshness_state AS state,
    models.below_naive,
    models.last_updated_at,
    models.horizon_days,
    models.mape_pct,
    models.naive_mape_pct,
    models.skill,
    models.horizon_below_naive,
    models.direction_hit_rate,
    models.p_value,
    models.corrected_p_value,
    models.verdict,
    models.coverage,
    models.interval_width_pct,
    models.coverage_calm,
    models.coverage_calm_error,
    models.coverage_volatile,
    models.coverage_volatile_error,
    models.predicted_change_pct
FROM model_overview AS models
WHERE models.ticker = :ticker
ORDER BY models.horizon_days
