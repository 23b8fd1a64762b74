SELECT risk_consents.accepted_at
FROM risk_consents
WHERE
    risk_consents.user_id = cast(:user_id AS UUID)
    AND risk_consents.text_version = :text_version;
