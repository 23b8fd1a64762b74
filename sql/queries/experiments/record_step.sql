UPDATE experiment_runs
SET step_seconds = step_seconds || jsonb_build_object(cast(:step AS TEXT), cast(:seconds AS NUMERIC))
WHERE id = :run_id;
