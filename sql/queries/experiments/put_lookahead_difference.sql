INSERT INTO lookahead_differences (check_id, part, name, ticker, session_date, full_value, cut_value, rows)
VALUES (:check_id, :part, :name, :ticker, :session, :full, :cut, :rows);
