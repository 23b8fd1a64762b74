SELECT
    live.horizon_days,
    live.forecasts,
    live.mape_pct,
    live.naive_mape_pct,
    live.skill,
    live.coverage
FROM live_accuracy AS live
WHERE live.stock_id = :stock_id
ORDER BY live.horizon_days
