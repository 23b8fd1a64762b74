SELECT DISTINCT champions.horizon_days AS horizon
FROM model_champions AS champions
WHERE champions.version_id = :version_id
ORDER BY champions.horizon_days;
