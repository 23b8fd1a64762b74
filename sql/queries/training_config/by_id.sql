SELECT versions.*
FROM config_versions AS versions
WHERE versions.config_id = cast(:config_id AS UUID);
