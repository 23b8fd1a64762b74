SELECT DISTINCT versions.version
FROM model_champions AS champions
INNER JOIN model_versions AS versions ON champions.version_id = versions.id
WHERE
    champions.universe = :universe AND champions.horizon_days = :horizon AND versions.version = :version;
