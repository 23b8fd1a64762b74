SELECT
    day,
    kind,
    state,
    reason,
    decided_by,
    decided_at
FROM trading_days
ORDER BY state = 'proposed' DESC, day DESC
LIMIT :limit OFFSET :skipped;
