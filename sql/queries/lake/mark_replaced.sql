UPDATE lake_versions
SET replaced_at = clock_timestamp()
WHERE
    replaced_at IS NULL
    AND EXISTS (
        SELECT 1
        FROM lake_versions AS newer
        WHERE newer.dataset = lake_versions.dataset AND newer.id > lake_versions.id
    );
