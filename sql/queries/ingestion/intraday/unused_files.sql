SELECT files.url
FROM intraday_files AS files
WHERE
    files.touched_at < now() - make_interval(secs => :seconds)
    AND NOT EXISTS (
        SELECT 1
        FROM intraday_partitions AS partitions
        WHERE partitions.url = files.url
    )
ORDER BY files.url;
