INSERT INTO risk_consents (user_id, text_version, text_sha256, language, address)
VALUES (cast(:user_id AS UUID), :text_version, :text_sha256, :language, :address)
ON CONFLICT (user_id, text_version) DO NOTHING;
