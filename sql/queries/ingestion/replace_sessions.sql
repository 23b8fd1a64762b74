-- Makes the table equal to the calendar; a bridge day that is decreed later is removed.
WITH removed AS (
    DELETE FROM trading_sessions
    WHERE session_date NOT IN (SELECT calendar.session_date FROM calendar)
)

INSERT INTO trading_sessions (session_date, opens_at, closes_at)
SELECT
    calendar.session_date,
    calendar.opens_at,
    calendar.closes_at
FROM calendar
ON CONFLICT (session_date) DO NOTHING;
