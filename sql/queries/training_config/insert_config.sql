-- The versions of a name are one sequence over all users.
INSERT INTO training_configs (owner_user_id, name, description, config, version)
SELECT
    users.id,
    'vn30_training_config',
    cast(:description AS TEXT),
    cast(:config AS JSONB),
    1 + coalesce(
        (
            SELECT max(configs.version)
            FROM training_configs AS configs
            WHERE configs.name = 'vn30_training_config'
        ),
        0
    )
FROM users
WHERE users.username = :author
RETURNING id, version, created_at;
