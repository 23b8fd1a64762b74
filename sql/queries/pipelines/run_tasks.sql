SELECT
    task_id,
    label,
    map_index,
    map_label,
    state,
    try_number,
    start_time AS start,
    end_time AS "end"
FROM pipeline_run_tasks
WHERE dag_id = :dag_id AND run_id = :run_id
ORDER BY id;
