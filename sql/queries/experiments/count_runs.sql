SELECT count(*) AS total
FROM experiment_runs AS runs
WHERE cast(:state AS TEXT) IS NULL OR runs.state = :state;
