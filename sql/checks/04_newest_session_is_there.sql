SELECT
    'warning' AS severity,
    ticker,
    'the newest bar is of ' || last_session || ', not of ' || cast(:as_of AS DATE) AS detail
FROM crawl_tickers
WHERE crawl_id = :crawl_id AND state = 'loaded' AND last_session < cast(:as_of AS DATE)
ORDER BY ticker;
