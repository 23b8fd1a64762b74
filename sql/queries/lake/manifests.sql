SELECT versions.manifest
FROM lake_versions AS versions
WHERE versions.dataset = :dataset
ORDER BY versions.id;
