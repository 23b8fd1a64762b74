-- Errors that the gate found in the prices. A series that was not loaded is reported as the failure of its
-- task.
SELECT
    check_name,
    coalesce(ticker, 'all') AS ticker,
    detail
FROM crawl_findings
WHERE
    crawl_id = :crawl_id
    AND severity = 'error'
    AND check_name <> '01_every_planned_ticker_is_loaded'
ORDER BY check_name, ticker, id;
