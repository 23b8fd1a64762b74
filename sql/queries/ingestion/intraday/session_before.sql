SELECT max(sessions.session_date) AS session_date
FROM intraday_sessions AS sessions
WHERE sessions.symbol = :symbol AND sessions.session_date < :session;
