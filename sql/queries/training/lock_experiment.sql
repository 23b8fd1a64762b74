-- Tickers publish side by side: who counts them must see all that were published before.
SELECT id
FROM experiment_runs
WHERE id = :run_id
FOR NO KEY UPDATE;
