SELECT
    coalesce(nullif(application_name, ''), 'a program without a name') AS name,
    count(*) AS connections
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
GROUP BY 1
ORDER BY 1;
