SELECT
    simulations.id,
    simulations.figures -> 'moments' AS moments,
    simulations.figures -> 'strategy' AS strategy,
    simulations.figures -> 'to_held' AS to_held
FROM simulations
WHERE simulations.family = :family AND simulations.state = 'done' AND simulations.deleted_at IS NULL
ORDER BY simulations.id;
