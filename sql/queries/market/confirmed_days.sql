-- The days on which the calendar is corrected.
SELECT
    day,
    kind
FROM trading_days
WHERE state = 'confirmed'
ORDER BY day;
