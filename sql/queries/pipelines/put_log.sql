INSERT INTO pipeline_run_logs (dag_id, run_id, task_id, map_label, try_number, level, message)
SELECT
    :dag_id,
    :run_id,
    :task_id,
    :map_label,
    :try_number,
    :level,
    :message
FROM pipeline_runs
WHERE dag_id = :dag_id AND run_id = :run_id;
