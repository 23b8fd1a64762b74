SELECT versions.*
FROM config_versions AS versions
WHERE versions.name = 'vn30_training_config' AND versions.is_active
ORDER BY versions.version DESC
LIMIT 1;
