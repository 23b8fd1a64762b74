SELECT
    simulations.number,
    equities.sessions,
    equities.equity
FROM simulations
INNER JOIN simulation_equity AS equities ON simulations.id = equities.simulation_id
WHERE simulations.batch_id = cast(:batch_id AS UUID) AND simulations.state = 'done'
ORDER BY simulations.number;
