SELECT
    versions.dataset,
    versions.version,
    files.part,
    files.path,
    files.sha256,
    files.size_bytes
FROM lake_files AS files
INNER JOIN lake_versions AS versions ON files.version_id = versions.id
WHERE files.id = :file_id;
