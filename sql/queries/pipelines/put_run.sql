-- The user recorded by the API is never overwritten.
INSERT INTO pipeline_runs (
    dag_id, run_id, run_type, run_after, conf, state, start_time, end_time, duration_seconds,
    triggered_by_label, graph
) VALUES (
    :dag_id, :run_id, :run_type, :run_after, CAST(:conf AS JSONB), :state, :start_time, :end_time,
    EXTRACT(EPOCH FROM CAST(:end_time AS TIMESTAMPTZ) - CAST(:start_time AS TIMESTAMPTZ)),
    :triggered_by, CAST(:graph AS JSONB)
)
ON CONFLICT (dag_id, run_id) DO UPDATE SET
    run_after = excluded.run_after,
    conf = excluded.conf,
    state = excluded.state,
    start_time = excluded.start_time,
    end_time = excluded.end_time,
    duration_seconds = excluded.duration_seconds,
    triggered_by_label = CASE
        WHEN pipeline_runs.triggered_by_user_id IS NULL THEN excluded.triggered_by_label
        ELSE pipeline_runs.triggered_by_label
    END,
    graph = CASE WHEN excluded.graph = '[]' THEN pipeline_runs.graph ELSE excluded.graph END;
