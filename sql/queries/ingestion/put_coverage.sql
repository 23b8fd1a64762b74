INSERT INTO price_coverage (stock_id, asked_from)
VALUES (:stock_id, :asked_from)
ON CONFLICT (stock_id) DO UPDATE
    SET asked_from = excluded.asked_from, updated_at = now()
    WHERE price_coverage.asked_from > excluded.asked_from;
