-- The newest 121 sessions up to today; sessions_ago 0 is today.
CREATE VIEW recent_sessions AS
SELECT
    sessions.session_date,
    row_number() OVER (ORDER BY sessions.session_date DESC) - 1 AS sessions_ago
FROM trading_sessions AS sessions
WHERE sessions.session_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
ORDER BY sessions.session_date DESC
LIMIT 121;
