SELECT
    risk_consents.text_version,
    risk_consents.language,
    risk_consents.accepted_at
FROM risk_consents
WHERE risk_consents.user_id = cast(:user_id AS UUID)
ORDER BY risk_consents.text_version DESC;
