SELECT runs.is_research
FROM experiment_runs AS runs
WHERE runs.id = :run_id;
