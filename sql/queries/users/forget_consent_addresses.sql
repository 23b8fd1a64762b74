UPDATE risk_consents
SET address = NULL
WHERE user_id = cast(:user_id AS UUID);
