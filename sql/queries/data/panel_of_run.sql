SELECT panels.url
FROM experiment_runs AS runs
INNER JOIN feature_panels AS panels ON runs.panel_hash = panels.content_hash
WHERE runs.id = cast(:run_id AS UUID);
