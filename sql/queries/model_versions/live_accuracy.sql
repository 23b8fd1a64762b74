SELECT live.*
FROM live_accuracy_by_version AS live
WHERE live.version_id = :version_id
ORDER BY live.horizon_days;
