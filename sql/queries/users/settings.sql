SELECT
    user_settings.preferred_profile,
    user_settings.default_horizon_days,
    user_settings.fee_pct,
    user_settings.tax_pct,
    user_settings.mail_on_label_change,
    user_settings.language
FROM user_settings
WHERE user_settings.user_id = cast(:user_id AS UUID);
