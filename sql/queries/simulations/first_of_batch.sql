SELECT simulations.id
FROM simulations
WHERE simulations.batch_id = cast(:batch_id AS UUID)
ORDER BY simulations.number
LIMIT 1;
