UPDATE model_versions
SET deleted_at = clock_timestamp(), deleted_by = :username
WHERE
    version = :version
    AND deleted_at IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM model_champions AS champions
        WHERE champions.version_id = model_versions.id AND champions.until IS NULL
    )
RETURNING run_id;
