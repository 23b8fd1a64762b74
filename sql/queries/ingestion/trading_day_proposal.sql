-- The newest proposal for a day.
SELECT reason
FROM trading_day_decisions
WHERE day = :day AND kind = :kind AND state = 'proposed'
ORDER BY id DESC
LIMIT 1;
