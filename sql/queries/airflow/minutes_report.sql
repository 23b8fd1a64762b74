SELECT runs.summary
FROM intraday_runs AS runs
WHERE runs.airflow_run_id = :airflow_run_id AND runs.summary IS NOT NULL;
