-- The newest sessions in a row, up to :session, in which a profile has said nothing but HOLD.
SELECT
    profiles.profile,
    count(runs.as_of_date) AS sessions
FROM unnest(cast(:profiles AS TEXT[])) AS profiles (profile)
LEFT JOIN recommendation_runs AS runs
    ON
        runs.is_current
        AND runs.as_of_date <= :session
        AND runs.as_of_date > coalesce(
            (
                SELECT max(spoken.as_of_date)
                FROM recommendation_runs AS spoken
                INNER JOIN recommendations AS given ON spoken.id = given.run_id
                WHERE
                    spoken.is_current
                    AND spoken.as_of_date <= :session
                    AND profiles.profile = given.profile
                    AND given.label <> 'HOLD'
            ),
            '-infinity'
        )
GROUP BY profiles.profile;
