DELETE FROM portfolios
WHERE user_id = :user_id AND id = :portfolio_id;
