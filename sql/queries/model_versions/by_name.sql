SELECT versions.*
FROM model_version_overview AS versions
WHERE versions.version = :version;
