-- Only for runs in the mirror, and never an older try over a newer one. Updates of a task after the end of
-- its run, as while it is being killed, are ignored.
INSERT INTO pipeline_run_tasks (
    dag_id, run_id, task_id, map_index, map_label, label, state, try_number, start_time, end_time
)
SELECT
    :dag_id,
    :run_id,
    :task_id,
    :map_index,
    :map_label,
    :label,
    :state,
    :try_number,
    CAST(:start_time AS TIMESTAMPTZ),
    CAST(:end_time AS TIMESTAMPTZ)
FROM pipeline_runs
WHERE dag_id = :dag_id AND run_id = :run_id AND (:final OR state IN ('queued', 'running'))
ON CONFLICT (dag_id, run_id, task_id, map_index) DO UPDATE SET
    map_label = COALESCE(excluded.map_label, pipeline_run_tasks.map_label),
    label = excluded.label,
    state = excluded.state,
    try_number = excluded.try_number,
    start_time = excluded.start_time,
    end_time = excluded.end_time
WHERE pipeline_run_tasks.try_number <= excluded.try_number;
