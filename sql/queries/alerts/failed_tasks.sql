-- The failed tasks of a run, each with its last error message.
SELECT
    tasks.task_id,
    tasks.map_label AS label,
    newest.message AS reason
FROM pipeline_run_tasks AS tasks
LEFT JOIN
    LATERAL (
        SELECT logs.message
        FROM pipeline_run_logs AS logs
        WHERE
            logs.dag_id = tasks.dag_id
            AND logs.run_id = tasks.run_id
            AND logs.task_id = tasks.task_id
            AND logs.map_label IS NOT DISTINCT FROM tasks.map_label
            AND logs.level = 'error'
        ORDER BY logs.id DESC
        LIMIT 1
    ) AS newest
    ON TRUE
WHERE tasks.dag_id = :dag_id AND tasks.run_id = :run_id AND tasks.state = 'failed'
ORDER BY tasks.id;
