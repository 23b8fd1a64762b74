SELECT
    findings.severity,
    findings.ticker,
    findings.session_date,
    findings.detail
FROM intraday_findings AS findings
WHERE findings.run_id = :run_id
ORDER BY findings.id;
