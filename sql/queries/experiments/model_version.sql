SELECT
    versions.id,
    versions.version,
    versions.run_id,
    versions.universe,
    versions.line,
    versions.as_of_date
FROM model_versions AS versions
WHERE versions.version = :version AND versions.deleted_at IS NULL;
