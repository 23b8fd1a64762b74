SELECT
    models.ticker,
    models.freshness_state AS state,
    models.last_updated_at,
    models.horizon_days,
    models.mape_pct,
    models.naive_mape_pct,
    models.skill,
    models.direction_hit_rate,
    models.p_value,
    models.verdict,
    models.coverage,
    models.interval_width_pct,
    models.predicted_change_pct
FROM model_overview AS models
WHERE cast(:ticker AS TEXT) IS NULL OR models.ticker = :ticker
ORDER BY models.ticker, models.horizon_days
