INSERT INTO training_configs (owner_user_id, name, description, config, version)
SELECT
    users.id,
    'vn30_training_config',
    'taken from the Airflow Variable',
    cast(:config AS JSONB),
    coalesce((SELECT max(configs.version) FROM training_configs AS configs), 0) + 1
FROM users
WHERE users.username = 'airflow'
RETURNING id;
