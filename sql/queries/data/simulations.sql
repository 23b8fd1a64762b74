-- Figures depend on prices up to their last session; a later trial of the family changes luck alone, which is
-- that of today.
SELECT
    cast(simulations.simulation_id AS TEXT) AS simulation_id,
    cast(simulations.batch_id AS TEXT) AS batch_id,
    simulations.name,
    simulations.label,
    simulations.owner,
    simulations.document,
    simulations.signal,
    simulations.family,
    simulations.first_session,
    simulations.last_session,
    simulations.annual_return,
    simulations.annual_excess,
    simulations.sharpe,
    simulations.sharpe_error,
    simulations.deflated_sharpe,
    simulations.drawdown,
    simulations.trades,
    cast(simulations.figures -> 'luck' ->> 'trials' AS BIGINT) AS trials,
    simulations.overfitting,
    simulations.run_name,
    simulations.code_version,
    simulations.known_at,
    simulations.ended_at
FROM simulation_overview AS simulations
WHERE
    simulations.state = 'done'
    AND simulations.as_of_date <= :as_of
    AND (cast(:batch_id AS TEXT) IS NULL OR cast(simulations.batch_id AS TEXT) = :batch_id)
ORDER BY simulations.requested_at ASC, simulations.batch_id ASC, simulations.number ASC;
