-- The simulations that were not deleted, with their batches and owners. owner is the user name; signal the
-- kind of the signals.
CREATE VIEW simulation_overview AS
SELECT
    simulations.id AS simulation_id,
    simulations.batch_id,
    simulations.number,
    simulations.label,
    simulations.document,
    simulations.document_hash,
    simulations.state,
    simulations.step,
    simulations.error,
    simulations.started_at,
    simulations.ended_at,
    simulations.run_name,
    simulations.result_hash,
    simulations.code_version,
    simulations.sources,
    simulations.known_at,
    simulations.as_of_date,
    simulations.first_session,
    simulations.last_session,
    simulations.family,
    simulations.figures,
    simulations.notes,
    simulations.annual_return,
    simulations.annual_excess,
    simulations.sharpe,
    simulations.sharpe_error,
    simulations.deflated_sharpe,
    simulations.drawdown,
    simulations.trades,
    batches.user_id,
    owners.username AS owner,
    batches.name,
    batches.size AS batch_size,
    batches.state AS batch_state,
    batches.airflow_run_id,
    batches.requested_at,
    batches.overfitting,
    simulations.document -> 'signal' ->> 'kind' AS signal
FROM simulations
INNER JOIN simulation_batches AS batches ON simulations.batch_id = batches.id
INNER JOIN users AS owners ON batches.user_id = owners.id
WHERE simulations.deleted_at IS NULL;
