-- Lines of one run become visible in the order of their ids: see insert_experiment_log.
SELECT
    lines.id,
    lines.ts AS timestamp,
    lines.level,
    lines.message
FROM experiment_logs AS lines
WHERE lines.run_id = cast(:run_id AS UUID) AND lines.id > :after
ORDER BY lines.id
LIMIT :limit;
