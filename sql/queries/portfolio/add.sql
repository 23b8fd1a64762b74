INSERT INTO portfolios (user_id, name, fee_rate, takes_up_rights, is_sample)
VALUES (:user_id, :name, :fee_rate, :takes_up_rights, :is_sample)
RETURNING id;
