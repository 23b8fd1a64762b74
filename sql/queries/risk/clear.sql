DELETE FROM risk_states
WHERE session_date = :session AND stock_id = any(:stock_ids);
