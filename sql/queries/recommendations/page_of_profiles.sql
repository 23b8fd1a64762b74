SELECT
    versions.number,
    versions.document,
    versions.created_at,
    versions.created_by
FROM recommendation_profile_versions AS versions
ORDER BY versions.number DESC
LIMIT :limit OFFSET :skipped;
