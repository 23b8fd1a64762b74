SELECT
    crawls.airflow_run_id AS run_id,
    crawls.source,
    crawls.as_of_date AS crawl_as_of,
    reports.summary,
    reports.errors,
    reports.warnings,
    reports.created_at AS reported_at
FROM crawl_reports AS reports
INNER JOIN crawl_runs AS crawls ON reports.crawl_id = crawls.id
ORDER BY reports.created_at DESC, crawls.airflow_run_id ASC
LIMIT :limit OFFSET :skipped;
