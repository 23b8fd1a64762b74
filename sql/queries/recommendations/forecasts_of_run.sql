-- The forecasts that a run has read, also those of stocks that had none.
SELECT
    stocks.ticker,
    snapshots.horizon_days,
    snapshots.snapshot -> 'forecast' AS forecast
FROM recommendation_snapshots AS snapshots
INNER JOIN stocks ON snapshots.stock_id = stocks.id
WHERE snapshots.run_id = :run_id
ORDER BY snapshots.horizon_days, stocks.ticker;
