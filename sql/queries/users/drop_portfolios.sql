-- Their transactions go with them.
DELETE FROM portfolios
WHERE portfolios.user_id = cast(:user_id AS UUID);
