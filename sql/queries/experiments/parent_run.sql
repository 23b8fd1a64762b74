SELECT
    runs.state,
    exists(
        SELECT 1
        FROM feature_selections AS selections
        WHERE selections.run_id = runs.id
    ) AS has_selected
FROM experiment_runs AS runs
WHERE runs.id = cast(:run_id AS UUID);
