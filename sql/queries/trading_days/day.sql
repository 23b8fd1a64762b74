SELECT
    day,
    kind,
    state,
    reason,
    decided_by,
    decided_at
FROM trading_days
WHERE day = :day;
