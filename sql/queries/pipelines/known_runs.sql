-- What the mirror knows better than Airflow: which runs a user stopped, and which user triggered them.
SELECT
    dag_id,
    run_id,
    state = 'cancelled' AS cancelled,
    CASE WHEN triggered_by_user_id IS NOT NULL THEN triggered_by_label END AS username
FROM pipeline_runs
WHERE run_id = ANY(:run_ids);
