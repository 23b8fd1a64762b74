INSERT INTO intraday_absences (symbol, session_date, last_asked_at)
VALUES (:symbol, :session_date, :asked_at)
ON CONFLICT (symbol, session_date) DO UPDATE
    SET times_asked = intraday_absences.times_asked + 1, last_asked_at = excluded.last_asked_at;
