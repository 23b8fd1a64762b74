SELECT max(partitions.last_minute) AS last_minute
FROM intraday_partitions AS partitions
WHERE partitions.symbol = :symbol;
