-- A run that is gone takes no lines: the error that found it out must not be hidden by another. Who writes a
-- line holds its run until the end of the transaction, so that lines become visible in the order of their
-- ids: who reads on from an id misses none.
INSERT INTO experiment_logs (run_id, level, message)
SELECT
    runs.id,
    :level,
    :message
FROM (
    SELECT held.id
    FROM experiment_runs AS held
    WHERE held.id = :run_id
    FOR NO KEY UPDATE
) AS runs;
