-- The versions of the shared training configuration, each with its author.
CREATE VIEW config_versions AS
SELECT
    configs.id AS config_id,
    configs.name,
    configs.version,
    configs.description,
    configs.is_active,
    configs.created_at AS saved_at,
    owners.username AS author,
    configs.config
FROM training_configs AS configs
INNER JOIN users AS owners ON configs.owner_user_id = owners.id;
