INSERT INTO fundamental_checks AS known (stock_id, asked_at, session_date, answered_at, source)
SELECT
    stocks.id,
    :fetched_at,
    :day,
    :fetched_at,
    :source
FROM stocks
WHERE stocks.ticker = :ticker
ON CONFLICT (stock_id) DO UPDATE
    SET
        asked_at = excluded.asked_at,
        session_date = excluded.session_date,
        answered_at = excluded.answered_at,
        source = excluded.source,
        problem = NULL;
