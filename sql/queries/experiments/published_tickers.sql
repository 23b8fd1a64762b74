-- The tickers published since the latest start of the run.
SELECT
    stocks.ticker,
    artifacts.backtest_parquet_url
FROM experiment_ticker_artifacts AS artifacts
INNER JOIN experiment_runs AS runs ON artifacts.run_id = runs.id AND artifacts.created_at >= runs.started_at
INNER JOIN stocks ON artifacts.stock_id = stocks.id
WHERE artifacts.run_id = :run_id
ORDER BY stocks.ticker;
