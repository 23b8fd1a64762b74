INSERT INTO recommendation_profile_versions (number, document, hash, created_by)
SELECT
    1 + coalesce(max(versions.number), 0),
    cast(:document AS JSONB),
    :hash,
    :author
FROM recommendation_profile_versions AS versions
RETURNING id, number, document, hash, created_at, created_by;
