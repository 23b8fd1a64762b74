SELECT sessions.session_date
FROM intraday_sessions AS sessions
WHERE
    sessions.symbol = :symbol
    AND sessions.session_date BETWEEN :first AND :last
    AND sessions.has_close
    AND NOT sessions.is_provisional
    AND sessions.longest_gap <= :max_gap
ORDER BY sessions.session_date;
