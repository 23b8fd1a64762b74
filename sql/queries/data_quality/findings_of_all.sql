SELECT
    findings.id,
    findings.check_name,
    findings.severity,
    findings.ticker,
    findings.detail,
    crawls.airflow_run_id AS run_id,
    crawls.as_of_date AS crawl_as_of,
    findings.created_at AS found_at
FROM crawl_findings AS findings
INNER JOIN crawl_runs AS crawls ON findings.crawl_id = crawls.id
WHERE
    (cast(:ticker AS TEXT) IS NULL OR findings.ticker = :ticker)
    AND (cast(:severity AS TEXT) IS NULL OR findings.severity = :severity)
ORDER BY findings.id DESC
LIMIT :limit OFFSET :skipped;
