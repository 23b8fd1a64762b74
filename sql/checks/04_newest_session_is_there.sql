SELECT
    'warning' AS severity,
    ticker,
    'the newest bar is of ' || newest_session || ', not of ' || cast(:as_of AS DATE) AS detail
FROM crawl_tickers
WHERE crawl_id = :crawl_id AND newest_session < cast(:as_of AS DATE)
ORDER BY ticker;
