SELECT count(*) AS total
FROM alert_overview AS alerts
WHERE
    (cast(:state AS TEXT) IS NULL OR alerts.state = :state)
    AND (cast(:kind AS TEXT) IS NULL OR alerts.kind = :kind);
