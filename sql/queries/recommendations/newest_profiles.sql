SELECT
    versions.id,
    versions.number,
    versions.document,
    versions.hash,
    versions.created_at,
    versions.created_by
FROM recommendation_profile_versions AS versions
ORDER BY versions.number DESC
LIMIT 1;
