SELECT count(*) AS total
FROM crawl_findings AS findings
WHERE
    (cast(:ticker AS TEXT) IS NULL OR findings.ticker = :ticker)
    AND (cast(:severity AS TEXT) IS NULL OR findings.severity = :severity);
