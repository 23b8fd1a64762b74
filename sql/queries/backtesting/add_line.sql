-- The batch's row is locked until the end of the transaction: lines become visible in the order of their ids,
-- and a reader that continues from an id misses none. Adds nothing if the batch is gone.
INSERT INTO simulation_logs (batch_id, simulation_id, level, message)
SELECT
    batches.id,
    cast(:simulation_id AS UUID),
    :level,
    :message
FROM (
    SELECT locked.id
    FROM simulation_batches AS locked
    WHERE locked.id = cast(:batch_id AS UUID)
    FOR NO KEY UPDATE
) AS batches;
