-- Facts that Airflow lacks: the runs that a user stopped, and the user who triggered a run. A run that is
-- active here may have ended: the mirror can miss an end.
SELECT
    dag_id,
    run_id,
    state = 'cancelled' AS cancelled,
    state IN ('queued', 'running') AS active,
    CASE WHEN triggered_by_user_id IS NOT NULL THEN triggered_by_label END AS username
FROM pipeline_runs
WHERE run_id = ANY(:run_ids);
