SELECT alerts.*
FROM alert_overview AS alerts
WHERE
    (cast(:state AS TEXT) IS NULL OR alerts.state = :state)
    AND (cast(:kind AS TEXT) IS NULL OR alerts.kind = :kind)
ORDER BY alerts.id DESC
LIMIT :limit OFFSET :skipped;
