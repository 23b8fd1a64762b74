SELECT DISTINCT subject
FROM alerts
WHERE kind = :kind AND resolved_at IS NULL
ORDER BY subject;
