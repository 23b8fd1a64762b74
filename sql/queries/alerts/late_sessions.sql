SELECT session
FROM alerts
WHERE kind = 'late_prices' AND resolved_at IS NULL;
