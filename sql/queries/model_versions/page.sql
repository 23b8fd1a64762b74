SELECT versions.*
FROM model_version_overview AS versions
ORDER BY versions.number DESC
LIMIT :limit OFFSET :skipped;
