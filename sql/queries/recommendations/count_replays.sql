SELECT count(*) AS total
FROM recommendation_runs AS runs
WHERE
    runs.replay_of IS NOT NULL
    AND runs.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock);
