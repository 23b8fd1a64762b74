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
WHERE
    dag_id = :dag_id
    AND run_id = :run_id
    AND id > :after
    AND (cast(:task_id AS TEXT) IS NULL OR task_id = :task_id)
    AND (cast(:map_label AS TEXT) IS NULL OR map_label = :map_label)
    AND (lower(level) = any(:levels) OR lower(level) <> all(:known_levels))
ORDER BY id
LIMIT :limit;
