-- Whatever the text is: that of no id finds nothing.
SELECT versions.*
FROM config_versions AS versions
WHERE cast(versions.config_id AS TEXT) = lower(:config_id);
