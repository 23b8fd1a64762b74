SELECT count(*) AS lists
FROM crawl_runs
WHERE as_of_date >= :session AND has_members_list AND airflow_run_id <> :airflow_run_id;
