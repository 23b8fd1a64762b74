-- Which ticker lacks a forecast of the newest training run, and at which horizon?
SELECT
    stocks.ticker,
    horizons.horizon_days
FROM stocks
CROSS JOIN (VALUES (7), (15), (30)) AS horizons (horizon_days)
LEFT JOIN current_forecasts AS forecasts
    ON
        stocks.id = forecasts.stock_id
        AND horizons.horizon_days = forecasts.horizon_days
        AND forecasts.experiment_run_id = (
            SELECT runs.id
            FROM experiment_runs AS runs
            ORDER BY runs.created_at DESC
            LIMIT 1
        )
WHERE stocks.is_active AND forecasts.stock_id IS NULL
ORDER BY stocks.ticker, horizons.horizon_days;
