DELETE FROM intraday_findings
WHERE run_id = :run_id;
