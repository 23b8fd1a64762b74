-- The recommendations of record of the newest session that has any, up to today. sessions_old: sessions
-- since then.
CREATE VIEW current_recommendations AS
SELECT
    history.*,
    (
        SELECT count(*)
        FROM trading_sessions AS sessions
        WHERE
            sessions.session_date > history.as_of_date
            AND sessions.session_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
    ) AS sessions_old
FROM recommendation_history AS history
WHERE
    history.as_of_date = (
        SELECT max(runs.as_of_date)
        FROM recommendation_runs AS runs
        WHERE
            runs.is_current
            AND runs.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
    );
