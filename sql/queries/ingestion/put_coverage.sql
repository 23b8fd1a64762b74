-- A request with an earlier first day resets the count; a repeated request makes the answer more certain.
INSERT INTO price_coverage (stock_id, asked_from, is_certain)
VALUES (:stock_id, :asked_from, :is_certain)
ON CONFLICT (stock_id) DO UPDATE
    SET
        asked_from = excluded.asked_from,
        times_asked = CASE
            WHEN price_coverage.asked_from > excluded.asked_from THEN 1 ELSE price_coverage.times_asked + 1
        END,
        is_certain = excluded.is_certain
        OR (
            price_coverage.asked_from = excluded.asked_from
            AND (price_coverage.is_certain OR price_coverage.times_asked + 1 >= :max_asks)
        ),
        updated_at = now()
    WHERE price_coverage.asked_from >= excluded.asked_from;
