SELECT
    configs.id AS config_id,
    configs.version,
    configs.description,
    configs.is_active,
    configs.created_at AS saved_at,
    owners.username AS author
FROM training_configs AS configs
INNER JOIN users AS owners ON configs.owner_user_id = owners.id
WHERE configs.name = 'vn30_training_config'
ORDER BY configs.version DESC
LIMIT :limit OFFSET :skipped;
