-- The run of record of a session if it has one, and whether another run may take its place: only on its own
-- day, and where the platform follows the wall clock until the next session opens.
SELECT
    runs.id AS run_id,
    runs.known_at,
    profiles.id AS profile_version_id,
    profiles.document AS profiles,
    runs.input_hash,
    clock.as_of_date = cast(:session AS DATE)
    AND (NOT state.follows_wall_clock OR clock_timestamp() < following.opens_at) AS is_open
FROM current_as_of AS clock
CROSS JOIN market_state AS state
LEFT JOIN recommendation_runs AS runs ON runs.as_of_date = cast(:session AS DATE) AND runs.is_current
LEFT JOIN recommendation_profile_versions AS profiles ON runs.profile_version_id = profiles.id
LEFT JOIN
    LATERAL (
        SELECT min(sessions.opens_at) AS opens_at
        FROM trading_sessions AS sessions
        WHERE sessions.session_date > cast(:session AS DATE)
    ) AS following
    ON TRUE;
