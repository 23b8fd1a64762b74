SELECT
    champions.horizon_days AS horizon,
    champions.is_pinned,
    versions.id AS version_id,
    versions.version,
    versions.run_id,
    versions.line,
    versions.as_of_date
FROM model_champions AS champions
INNER JOIN model_versions AS versions ON champions.version_id = versions.id
WHERE champions.universe = :universe AND champions.until IS NULL
ORDER BY champions.horizon_days;
