SELECT DISTINCT simulations.family
FROM simulations
WHERE simulations.batch_id = cast(:batch_id AS UUID) AND simulations.family IS NOT NULL;
