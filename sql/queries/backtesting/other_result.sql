-- A result of the same name that differs: what is computed from the same inputs has to be equal.
SELECT simulations.id
FROM simulations
WHERE simulations.run_name = :run_name AND simulations.result_hash <> :result_hash
ORDER BY simulations.id
LIMIT 1;
