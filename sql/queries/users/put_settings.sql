INSERT INTO user_settings (
    user_id, preferred_profile, default_horizon_days, fee_pct, tax_pct, mail_on_label_change, language
)
VALUES (
    cast(:user_id AS UUID),
    :preferred_profile,
    :default_horizon_days,
    :fee_pct,
    :tax_pct,
    :mail_on_label_change,
    :language
)
ON CONFLICT (user_id) DO UPDATE SET
    preferred_profile = excluded.preferred_profile,
    default_horizon_days = excluded.default_horizon_days,
    fee_pct = excluded.fee_pct,
    tax_pct = excluded.tax_pct,
    mail_on_label_change = excluded.mail_on_label_change,
    language = excluded.language,
    updated_at = now();
