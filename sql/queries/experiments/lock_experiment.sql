-- Tickers publish concurrently: the lock makes the count include every ticker published before.
SELECT id
FROM experiment_runs
WHERE id = :run_id
FOR NO KEY UPDATE;
