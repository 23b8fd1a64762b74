SELECT tenures.*
FROM champion_tenures AS tenures
WHERE
    (cast(:version AS TEXT) IS NULL OR tenures.version = :version)
    AND (cast(:horizon AS INTEGER) IS NULL OR tenures.horizon_days = :horizon)
ORDER BY tenures.since DESC, tenures.tenure_id DESC
LIMIT :limit OFFSET :skipped;
