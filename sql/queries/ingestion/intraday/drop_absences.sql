DELETE FROM intraday_absences AS absences
USING intraday_sessions AS sessions
WHERE
    absences.symbol = :symbol
    AND absences.symbol = sessions.symbol
    AND absences.session_date = sessions.session_date;
