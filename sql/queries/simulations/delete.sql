-- What a deleted simulation leaves: its row, without results. The trial stays in the ledger.
WITH deleted AS (
    UPDATE simulations
    SET deleted_at = now()
    WHERE id = cast(:simulation_id AS UUID) AND deleted_at IS NULL AND state NOT IN ('queued', 'running')
    RETURNING id
),

trades AS (
    DELETE FROM simulation_trades
    USING deleted
    WHERE simulation_trades.simulation_id = deleted.id
),

files AS (
    DELETE FROM simulation_files
    USING deleted
    WHERE simulation_files.simulation_id = deleted.id
),

equity AS (
    DELETE FROM simulation_equity
    USING deleted
    WHERE simulation_equity.simulation_id = deleted.id
)

SELECT deleted.id
FROM deleted;
