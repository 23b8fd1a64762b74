SELECT
    versions.version,
    cast(versions.run_id AS TEXT) AS run_id,
    versions.as_of_date,
    versions.deleted_at IS NOT NULL AS is_deleted
FROM model_versions AS versions
WHERE versions.number = :number;
