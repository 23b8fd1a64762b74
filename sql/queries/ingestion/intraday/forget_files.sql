DELETE FROM intraday_files
WHERE url = any(cast(:urls AS TEXT[]));
