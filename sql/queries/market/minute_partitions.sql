SELECT
    partitions.symbol,
    partitions.month,
    partitions.url,
    partitions.sha256
FROM intraday_partitions AS partitions
WHERE
    partitions.symbol = any(cast(:symbols AS TEXT[]))
    AND (cast(:first AS DATE) IS NULL OR partitions.month >= date_trunc('month', cast(:first AS DATE)))
    AND (cast(:last AS DATE) IS NULL OR partitions.month <= :last)
ORDER BY partitions.symbol, partitions.month;
