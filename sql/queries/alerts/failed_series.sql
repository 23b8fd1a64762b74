-- What the crawler says itself of the series that it could not load.
SELECT
    ticker,
    coalesce(message, 'its task ended without a word') AS reason
FROM crawl_tickers
WHERE crawl_id = :crawl_id AND state NOT IN ('loaded', 'up_to_date')
ORDER BY ticker;
