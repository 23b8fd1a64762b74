SELECT
    numbered.id AS version_id,
    numbered.dataset,
    numbered.version,
    numbered.manifest ->> 'title' AS title,
    numbered.manifest ->> 'market' AS market,
    numbered.rows,
    numbered.size_bytes,
    jsonb_array_length(numbered.manifest -> 'files') AS files,
    numbered.as_of_date AS version_as_of,
    numbered.checked_as_of,
    numbered.read_at,
    numbered.published_at,
    numbered.age = 1 AS is_current
FROM (
    SELECT
        versions.*,
        row_number() OVER (PARTITION BY versions.dataset ORDER BY versions.id DESC) AS age
    FROM lake_versions AS versions
) AS numbered
WHERE numbered.age <= :newest
ORDER BY numbered.dataset ASC, numbered.id DESC;
