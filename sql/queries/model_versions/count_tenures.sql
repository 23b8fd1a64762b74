SELECT count(*) AS total
FROM champion_tenures AS tenures
WHERE
    (cast(:version AS TEXT) IS NULL OR tenures.version = :version)
    AND (cast(:horizon AS INTEGER) IS NULL OR tenures.horizon_days = :horizon);
