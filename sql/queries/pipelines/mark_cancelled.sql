UPDATE pipeline_runs
SET
    state = 'cancelled',
    end_time = coalesce(end_time, now()),
    duration_seconds = extract(EPOCH FROM coalesce(end_time, now()) - start_time)
WHERE dag_id = :dag_id AND run_id = :run_id AND state <> 'success';
