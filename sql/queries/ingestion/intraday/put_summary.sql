UPDATE intraday_runs
SET summary = :summary
WHERE id = :run_id;
