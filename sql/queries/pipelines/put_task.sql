-- The mirror keeps no tasks of runs that it does not have, and no older try in the place of a newer one.
-- What a task says of itself after the end of its run, as when it is being killed, does not count.
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
