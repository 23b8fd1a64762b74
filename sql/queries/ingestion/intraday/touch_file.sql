UPDATE intraday_files
SET touched_at = clock_timestamp()
WHERE url = :url;
