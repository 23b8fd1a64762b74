SELECT count(*) AS open
FROM recommendation_history AS history
WHERE
    history.judged_at IS NULL
    AND history.profile = :profile
    AND history.horizon_days = :horizon;
