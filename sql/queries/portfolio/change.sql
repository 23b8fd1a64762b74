UPDATE portfolios
SET name = :name, fee_rate = :fee_rate, takes_up_rights = :takes_up_rights
WHERE user_id = :user_id AND id = :portfolio_id;
