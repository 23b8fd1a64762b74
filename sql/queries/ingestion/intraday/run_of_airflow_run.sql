SELECT
    runs.id,
    runs.as_of_date,
    runs.first_session,
    runs.newest_only
FROM intraday_runs AS runs
WHERE runs.airflow_run_id = :airflow_run_id;
