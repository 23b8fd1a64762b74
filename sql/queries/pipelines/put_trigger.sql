-- The scheduler may have inserted the run before the API records its user.
INSERT INTO pipeline_runs (
    dag_id, run_id, run_type, run_after, conf, state, triggered_by_label, triggered_by_user_id
) VALUES (
    :dag_id, :run_id, :run_type, :run_after, CAST(:conf AS JSONB), :state, :username, :user_id
)
ON CONFLICT (dag_id, run_id) DO UPDATE SET
    triggered_by_label = excluded.triggered_by_label,
    triggered_by_user_id = excluded.triggered_by_user_id;
