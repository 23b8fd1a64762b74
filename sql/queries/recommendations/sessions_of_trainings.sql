-- The sessions that training runs were for; runs that are research publish no forecasts.
SELECT DISTINCT runs.as_of_date AS session
FROM experiment_runs AS runs
WHERE
    runs.airflow_run_id = any(cast(:runs AS TEXT[]))
    AND runs.as_of_date IS NOT NULL
    AND NOT runs.is_research
ORDER BY runs.as_of_date;
