SELECT
    simulations.id,
    simulations.figures
FROM simulations
WHERE simulations.family = :family AND simulations.state = 'done' AND simulations.deleted_at IS NULL
ORDER BY simulations.id;
