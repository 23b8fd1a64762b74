-- The versions of models with out-of-sample forecasts of all the tickers; of any ticker if none is named.
SELECT versions.number
FROM model_versions AS versions
WHERE
    versions.deleted_at IS NULL
    AND (
        SELECT count(DISTINCT stocks.ticker)
        FROM experiment_ticker_artifacts AS artifacts
        INNER JOIN stocks ON artifacts.stock_id = stocks.id
        WHERE
            artifacts.run_id = versions.run_id
            AND artifacts.backtest_parquet_url IS NOT NULL
            AND (cardinality(cast(:tickers AS TEXT[])) = 0 OR stocks.ticker = any(cast(:tickers AS TEXT[])))
    ) >= greatest(cardinality(cast(:tickers AS TEXT[])), 1)
ORDER BY versions.number;
