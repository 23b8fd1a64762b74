SELECT stocks.ticker
FROM experiment_ticker_artifacts AS artifacts
INNER JOIN stocks ON artifacts.stock_id = stocks.id
WHERE artifacts.run_id = :run_id
ORDER BY stocks.ticker;
