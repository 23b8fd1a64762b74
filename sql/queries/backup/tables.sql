SELECT count(*) AS tables
FROM pg_tables
WHERE schemaname = 'public';
