-- Skips a run that has not ended, or was started again in the meantime.
UPDATE experiment_runs
SET tidied_at = now()
WHERE id = :run_id AND state NOT IN ('pending', 'running');
