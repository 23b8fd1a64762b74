SELECT
    id,
    as_of_date
FROM crawl_runs
WHERE airflow_run_id = :airflow_run_id;
