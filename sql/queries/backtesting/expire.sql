-- Of all but the newest simulations that have ended: trades, accounts and the rows of files.
WITH expired AS (
    UPDATE simulations
    SET tidied_at = now()
    WHERE
        tidied_at IS NULL
        AND state NOT IN ('queued', 'running')
        AND id NOT IN (
            SELECT newest.id
            FROM simulations AS newest
            INNER JOIN simulation_batches AS batches ON newest.batch_id = batches.id
            WHERE newest.deleted_at IS NULL
            ORDER BY batches.requested_at DESC, newest.number ASC, newest.id ASC
            LIMIT :keep
        )
    RETURNING id
),

trades AS (
    DELETE FROM simulation_trades
    USING expired
    WHERE simulation_trades.simulation_id = expired.id
),

files AS (
    DELETE FROM simulation_files
    USING expired
    WHERE simulation_files.simulation_id = expired.id
),

equity AS (
    DELETE FROM simulation_equity
    USING expired
    WHERE simulation_equity.simulation_id = expired.id
)

SELECT count(*) AS simulations
FROM expired;
