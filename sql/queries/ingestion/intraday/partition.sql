SELECT
    partitions.url,
    partitions.sha256
FROM intraday_partitions AS partitions
WHERE partitions.symbol = :symbol AND partitions.month = :month;
