SELECT reports.errors
FROM crawl_reports AS reports
INNER JOIN crawl_runs AS crawls ON reports.crawl_id = crawls.id
ORDER BY crawls.as_of_date DESC, reports.created_at DESC
LIMIT 1;
