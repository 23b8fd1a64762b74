DELETE FROM session_absences
WHERE session_date = :day;
