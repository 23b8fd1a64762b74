SELECT
    files.id,
    files.part,
    files.rows,
    files.size_bytes,
    files.sha256
FROM lake_files AS files
WHERE files.version_id = :version_id
ORDER BY files.part;
