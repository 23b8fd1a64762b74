SELECT portfolios.id
FROM portfolios
WHERE portfolios.user_id = :user_id AND portfolios.id = :portfolio_id
FOR UPDATE;
