-- The series that the crawler could not load, with the reasons that it recorded.
SELECT
    ticker,
    coalesce(message, 'its task ended without an error message') AS reason
FROM crawl_tickers
WHERE crawl_id = :crawl_id AND state NOT IN ('loaded', 'up_to_date')
ORDER BY ticker;
