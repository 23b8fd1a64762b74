SELECT count(*) AS total
FROM trading_days;
