SELECT
    stocks.ticker,
    artifacts.id AS artifacts_id
FROM experiment_ticker_artifacts AS artifacts
INNER JOIN stocks ON artifacts.stock_id = stocks.id
WHERE
    artifacts.run_id = cast(:run_id AS UUID)
    AND (cast(:ticker AS TEXT) IS NULL OR stocks.ticker = upper(:ticker))
ORDER BY stocks.ticker
LIMIT :limit OFFSET :skipped;
