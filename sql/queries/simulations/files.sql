SELECT
    files.id,
    files.type,
    files.size_bytes,
    files.sha256
FROM simulation_files AS files
WHERE files.simulation_id = cast(:simulation_id AS UUID)
ORDER BY files.type;
