-- config_id may be any text; an unknown id returns no row.
SELECT versions.*
FROM config_versions AS versions
WHERE cast(versions.config_id AS TEXT) = lower(:config_id);
