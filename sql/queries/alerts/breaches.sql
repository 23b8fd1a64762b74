-- What the gate found wrong with the prices; a series that was not loaded is the failure of its task.
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
