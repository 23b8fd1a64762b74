-- A stored bar that the source merely lacks today is not absent: it is kept.
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
    -- A few triggers in a row are one asking: the vendor had no time to mend anything.
    WHERE session_absences.last_asked_at < excluded.last_asked_at - INTERVAL '20 hours';
