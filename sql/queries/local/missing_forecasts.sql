-- The tickers of the newest training run, with horizons, that have no forecast of it.
SELECT
    stocks.ticker,
    horizons.horizon_days
FROM (
    SELECT
        runs.id,
        jsonb_array_elements_text(runs.summary_metrics -> 'tickers') AS ticker
    FROM experiment_runs AS runs
    WHERE
        runs.id = (
            SELECT newest.id
            FROM experiment_runs AS newest
            WHERE NOT newest.is_research
            ORDER BY newest.created_at DESC
            LIMIT 1
        )
) AS trained
INNER JOIN stocks ON trained.ticker = stocks.ticker
CROSS JOIN (VALUES (7), (15), (30)) AS horizons (horizon_days)
LEFT JOIN current_forecasts AS forecasts
    ON
        stocks.id = forecasts.stock_id
        AND horizons.horizon_days = forecasts.horizon_days
        AND trained.id = forecasts.experiment_run_id
WHERE forecasts.stock_id IS NULL
ORDER BY stocks.ticker, horizons.horizon_days;
