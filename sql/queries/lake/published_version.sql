SELECT
    versions.id AS version_id,
    versions.manifest,
    versions.size_bytes,
    versions.checked_as_of,
    versions.published_at
FROM lake_versions AS versions
WHERE versions.id = :version_id;
