-- A single series without the session may be suspended; if all lack it, the vendor is late or down.
WITH crawl AS (
    SELECT
        ticker,
        newest_session,
        bars_stored,
        count(*) OVER () AS series,
        max(newest_session) OVER () AS newest_of_all
    FROM crawl_tickers
    WHERE crawl_id = :crawl_id AND state IN ('loaded', 'up_to_date')
)

SELECT
    'error' AS severity,
    NULL AS ticker,
    'no series has a bar of ' || cast(:as_of AS DATE) || ', the newest is of ' || max(newest_of_all)
    || ': the source is late, or HOSE was closed. Trigger the crawler again later, or mark the day as closed '
    || 'on the page Pipelines' AS detail
FROM crawl
WHERE series > 1 AND newest_of_all < cast(:as_of AS DATE)
HAVING count(*) > 0
UNION ALL
SELECT
    'warning' AS severity,
    ticker,
    'the newest bar is of ' || newest_session || ', not of ' || cast(:as_of AS DATE) AS detail
FROM crawl
WHERE newest_session < cast(:as_of AS DATE) AND (series = 1 OR newest_of_all = cast(:as_of AS DATE))
UNION ALL
SELECT
    'error' AS severity,
    ticker,
    'no bar is stored' AS detail
FROM crawl
WHERE bars_stored = 0
ORDER BY 1, 2;
