SELECT
    'warning' AS severity,
    NULL AS ticker,
    'the source ' || source || ' does not have ' || cardinality(absent_members)
    || ' members of the VN30, which are neither crawled nor trained: '
    || array_to_string(absent_members, ', ') AS detail
FROM crawl_runs
WHERE id = :crawl_id AND cardinality(absent_members) > 0;
