SELECT
    sessions.symbol,
    count(*) AS sessions
FROM intraday_sessions AS sessions
WHERE sessions.session_date <= :as_of AND sessions.has_close AND NOT sessions.is_provisional
GROUP BY sessions.symbol;
