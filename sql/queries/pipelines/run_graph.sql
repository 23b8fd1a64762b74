SELECT graph
FROM pipeline_runs
WHERE dag_id = :dag_id AND run_id = :run_id;
