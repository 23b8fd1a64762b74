SELECT
    day,
    kind,
    state
FROM trading_days
WHERE day = :day;
