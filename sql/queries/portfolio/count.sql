SELECT count(*) AS total
FROM portfolio_transactions
WHERE portfolio_id = :portfolio_id;
