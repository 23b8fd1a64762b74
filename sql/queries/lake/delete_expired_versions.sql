DELETE FROM lake_versions
USING (
    SELECT
        versions.id,
        row_number() OVER (PARTITION BY versions.dataset ORDER BY versions.id DESC) AS age
    FROM lake_versions AS versions
) AS numbered
WHERE
    lake_versions.id = numbered.id
    AND numbered.age > :keep
    AND lake_versions.replaced_at < clock_timestamp() - make_interval(secs => :grace_seconds);
