-- An end that was recorded meanwhile is kept: it records whether a user stopped the run.
UPDATE pipeline_runs
SET
    state = :state,
    start_time = :start_time,
    end_time = :end_time,
    duration_seconds = EXTRACT(EPOCH FROM CAST(:end_time AS TIMESTAMPTZ) - CAST(:start_time AS TIMESTAMPTZ))
WHERE dag_id = :dag_id AND run_id = :run_id AND state IN ('queued', 'running');
