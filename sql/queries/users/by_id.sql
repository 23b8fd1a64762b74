SELECT accounts.*
FROM accounts
WHERE accounts.id = cast(:user_id AS UUID);
