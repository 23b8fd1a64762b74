SELECT simulations.*
FROM simulation_overview AS simulations
WHERE simulations.simulation_id = cast(:simulation_id AS UUID);
