SELECT
    answered_at,
    problem
FROM fundamental_checks
WHERE stock_id = :stock_id;
