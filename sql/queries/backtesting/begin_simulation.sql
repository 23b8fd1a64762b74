-- A simulation that a killed task has begun is begun again; one with a result, or that a user cancelled or
-- deleted, is not.
UPDATE simulations
SET state = 'running', step = NULL, started_at = now(), ended_at = NULL, error = NULL
FROM simulation_batches AS batches
WHERE
    simulations.batch_id = cast(:batch_id AS UUID)
    AND simulations.number = :number
    AND simulations.state IN ('queued', 'running', 'failed')
    AND simulations.deleted_at IS NULL
    AND batches.id = simulations.batch_id
    AND batches.state <> 'cancelled'
RETURNING simulations.id, simulations.label, simulations.document, batches.size, batches.name;
