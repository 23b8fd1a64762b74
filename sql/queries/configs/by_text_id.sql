-- Whatever the text is: that of no id finds nothing.
SELECT
    configs.id AS config_id,
    configs.version,
    configs.description,
    configs.is_active,
    configs.created_at AS saved_at,
    owners.username AS author,
    configs.config
FROM training_configs AS configs
INNER JOIN users AS owners ON configs.owner_user_id = owners.id
WHERE cast(configs.id AS TEXT) = lower(:config_id);
