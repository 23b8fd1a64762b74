-- A run that is gone takes no lines: the error that found it out must not be hidden by another.
INSERT INTO experiment_logs (run_id, level, message)
SELECT
    runs.id,
    :level,
    :message
FROM experiment_runs AS runs
WHERE runs.id = :run_id;
