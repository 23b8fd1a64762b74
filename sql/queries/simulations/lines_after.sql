-- Lines of one batch become visible in the order of their ids: see add_line.
SELECT
    lines.id,
    lines.ts AS timestamp,
    lines.level,
    lines.message
FROM simulation_logs AS lines
WHERE lines.batch_id = cast(:batch_id AS UUID) AND lines.id > :after
ORDER BY lines.id
LIMIT :limit;
