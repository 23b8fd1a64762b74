-- Inserts nothing if the run was deleted, so that the caller's own error is not masked by a foreign-key
-- error. The run's row is locked until the end of the transaction. Lines therefore become visible in the
-- order of their ids, and a reader that continues from an id misses no line.
INSERT INTO experiment_logs (run_id, level, message)
SELECT
    runs.id,
    :level,
    :message
FROM (
    SELECT locked.id
    FROM experiment_runs AS locked
    WHERE locked.id = :run_id
    FOR NO KEY UPDATE
) AS runs;
