-- The batches of simulations with their progress; those whose simulations are all deleted are left out.
CREATE VIEW simulation_batch_overview AS
SELECT
    batches.id AS batch_id,
    batches.user_id,
    owners.username AS owner,
    batches.name,
    batches.axes,
    batches.size,
    batches.state,
    batches.airflow_run_id,
    batches.requested_at,
    batches.started_at,
    batches.ended_at,
    batches.error,
    batches.overfitting,
    batches.overfitting_splits,
    counted.done,
    counted.failed,
    counted.cancelled,
    counted.deleted,
    100.0 * (batches.size - counted.unfinished) / batches.size AS progress_pct
FROM simulation_batches AS batches
INNER JOIN users AS owners ON batches.user_id = owners.id
CROSS JOIN
    LATERAL (
        SELECT
            count(*) FILTER (WHERE simulations.state = 'done') AS done,
            count(*) FILTER (WHERE simulations.state = 'failed') AS failed,
            count(*) FILTER (WHERE simulations.state = 'cancelled') AS cancelled,
            count(*) FILTER (WHERE simulations.state IN ('queued', 'running')) AS unfinished,
            count(*) FILTER (WHERE simulations.deleted_at IS NOT NULL) AS deleted
        FROM simulations
        WHERE simulations.batch_id = batches.id
    ) AS counted
WHERE counted.deleted < batches.size;
