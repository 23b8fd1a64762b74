SELECT
    'error' AS severity,
    ticker,
    coalesce(message, 'not loaded: its task ended without an error message, see its log') AS detail
FROM crawl_tickers
WHERE crawl_id = :crawl_id AND state NOT IN ('loaded', 'up_to_date')
ORDER BY ticker;
