-- The files with the out-of-sample forecasts of a run, and their checksums.
SELECT
    stocks.ticker,
    artifacts.backtest_parquet_url AS url,
    files.sha256
FROM experiment_ticker_artifacts AS artifacts
INNER JOIN stocks ON artifacts.stock_id = stocks.id
LEFT JOIN experiment_artifact_files AS files
    ON artifacts.id = files.artifacts_id AND files.type = 'backtest_parquet'
WHERE
    artifacts.run_id = :run_id
    AND artifacts.backtest_parquet_url IS NOT NULL
    AND stocks.ticker = any(cast(:tickers AS TEXT[]))
ORDER BY stocks.ticker;
