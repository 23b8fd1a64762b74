-- The session of the newest recommendations; no row before the first run.
SELECT
    runs.as_of_date AS session,
    runs.created_at AS made_at
FROM recommendation_runs AS runs
WHERE
    runs.is_current
    AND runs.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
ORDER BY runs.as_of_date DESC
LIMIT 1;
