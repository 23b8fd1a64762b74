-- A session with a stored bar is not absent, even if the source lacks the bar now.
INSERT INTO session_absences (stock_id, session_date, reason, last_asked_at)
SELECT
    :stock_id,
    staged.session_date,
    staged.reason,
    :asked_at
FROM staged_absences AS staged
LEFT JOIN stock_prices AS prices
    ON prices.stock_id = :stock_id AND staged.session_date = prices.price_date
WHERE prices.id IS NULL
ON CONFLICT (stock_id, session_date) DO UPDATE
    SET
        times_asked = session_absences.times_asked + 1,
        reason = excluded.reason,
        last_asked_at = excluded.last_asked_at
    -- Several requests within 20 hours count as one: the vendor had no time to correct anything.
    WHERE session_absences.last_asked_at < excluded.last_asked_at - INTERVAL '20 hours';
