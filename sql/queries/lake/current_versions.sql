SELECT DISTINCT ON (versions.dataset)
    versions.dataset,
    versions.manifest,
    versions.checked_as_of
FROM lake_versions AS versions
ORDER BY versions.dataset ASC, versions.id DESC;
