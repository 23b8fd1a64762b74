UPDATE simulations
SET step = :step
WHERE id = cast(:simulation_id AS UUID) AND state = 'running';
