SELECT
    sessions.session_date AS session,
    sessions.state,
    sessions.detail,
    sessions.times_asked,
    sessions.last_asked_at,
    coalesce(days.kind = 'closed' AND days.state = 'proposed', FALSE) AS is_closed_by_proposal
FROM series_sessions AS sessions
LEFT JOIN trading_days AS days ON sessions.session_date = days.day
WHERE
    sessions.series = :series
    AND sessions.ticker = :ticker
    AND sessions.session_date BETWEEN :first AND :last
    AND sessions.state <> 'stored'
ORDER BY sessions.session_date;
