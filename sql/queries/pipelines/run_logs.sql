-- Lines of one run become visible in the order of their ids: see pipelines/put_log.
SELECT
    id,
    ts AS logged_at,
    level,
    message,
    task_id,
    map_label,
    try_number
FROM pipeline_run_logs
WHERE dag_id = :dag_id AND run_id = :run_id AND id > :after
ORDER BY id
LIMIT :limit;
