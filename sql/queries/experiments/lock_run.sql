-- The lock is held until the files are removed: a run that starts again waits for the removal.
SELECT
    state IN ('pending', 'running') AS unfinished,
    tidied_at IS NOT NULL AND coalesce(tidied_at >= started_at, TRUE) AS tidied
FROM experiment_runs
WHERE cast(id AS TEXT) = :run_id
FOR UPDATE;
