-- What the mirror knows better than Airflow: which runs a user stopped, and which user triggered them; and
-- what it knows worse: of active ones it may not have been told the end.
SELECT
    dag_id,
    run_id,
    state = 'cancelled' AS cancelled,
    state IN ('queued', 'running') AS active,
    CASE WHEN triggered_by_user_id IS NOT NULL THEN triggered_by_label END AS username
FROM pipeline_runs
WHERE run_id = ANY(:run_ids);
