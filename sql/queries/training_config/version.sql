SELECT versions.*
FROM config_versions AS versions
WHERE versions.name = 'vn30_training_config' AND versions.version = :version;
