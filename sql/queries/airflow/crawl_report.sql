SELECT reports.summary
FROM crawl_reports AS reports
INNER JOIN crawl_runs AS crawls ON reports.crawl_id = crawls.id
WHERE crawls.airflow_run_id = :airflow_run_id;
