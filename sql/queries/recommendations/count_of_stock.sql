SELECT count(*) AS total
FROM recommendation_history AS history
WHERE
    history.stock_id = :stock_id
    AND history.profile = :profile
    AND (cast(:horizon AS INTEGER) IS NULL OR history.horizon_days = :horizon);
