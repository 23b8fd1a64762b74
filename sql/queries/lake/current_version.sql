SELECT
    versions.id,
    versions.version,
    versions.content_hash,
    versions.manifest,
    versions.read_at
FROM lake_versions AS versions
WHERE versions.dataset = :dataset
ORDER BY versions.id DESC
LIMIT 1;
