SELECT cast(runs.id AS TEXT) AS run_id
FROM experiment_runs AS runs
WHERE runs.as_of_date <= :as_of
ORDER BY runs.as_of_date DESC, runs.created_at DESC;
