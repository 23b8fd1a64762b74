INSERT INTO fundamental_checks AS known (stock_id, asked_at, problem)
SELECT
    stocks.id,
    clock_timestamp(),
    :problem
FROM stocks
WHERE stocks.ticker = :ticker
ON CONFLICT (stock_id) DO UPDATE
    SET
        asked_at = excluded.asked_at,
        problem = excluded.problem;
