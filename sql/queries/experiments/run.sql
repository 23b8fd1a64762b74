SELECT runs.*
FROM experiment_overview AS runs
WHERE runs.run_id = cast(:run_id AS UUID);
