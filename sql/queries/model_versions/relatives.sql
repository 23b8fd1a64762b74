-- The other versions of its line, its children and the versions of its group, newest first.
SELECT
    others.version,
    CASE
        WHEN others.parent_version = one.version THEN 'child'
        WHEN others.group_id = one.group_id THEN 'group'
        ELSE 'line'
    END AS relation,
    others.as_of_date,
    others.trained_at,
    others.champion_at
FROM model_version_overview AS one
INNER JOIN model_version_overview AS others
    ON
        one.version <> others.version
        AND (
            (one.universe = others.universe AND one.line = others.line)
            OR one.version = others.parent_version
            OR one.group_id = others.group_id
        )
WHERE one.version = :version
ORDER BY others.number DESC
LIMIT 50;
