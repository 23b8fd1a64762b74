SELECT
    check_name,
    severity,
    ticker,
    detail
FROM crawl_findings
WHERE crawl_id = :crawl_id
ORDER BY array_position(ARRAY['error', 'warning', 'info'], severity), ticker, id;
