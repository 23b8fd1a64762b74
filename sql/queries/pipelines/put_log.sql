-- The insert locks the run until the end of the transaction, so that lines become visible in the order of
-- their ids and a reader that continues after an id misses none.
INSERT INTO pipeline_run_logs (dag_id, run_id, task_id, map_label, try_number, level, message)
SELECT
    runs.dag_id,
    runs.run_id,
    :task_id,
    :map_label,
    :try_number,
    :level,
    :message
FROM (
    SELECT
        held.dag_id,
        held.run_id
    FROM pipeline_runs AS held
    WHERE held.dag_id = :dag_id AND held.run_id = :run_id
    FOR NO KEY UPDATE
) AS runs;
