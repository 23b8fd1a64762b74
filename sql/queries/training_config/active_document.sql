SELECT
    id,
    config,
    version
FROM training_configs
WHERE is_active
ORDER BY version DESC
LIMIT 1;
