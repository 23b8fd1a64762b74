SELECT
    panels.url,
    panels.content_hash
FROM experiment_runs AS runs
INNER JOIN feature_panels AS panels ON runs.panel_hash = panels.content_hash
WHERE runs.state = 'success' AND runs.as_of_date <= :as_of
ORDER BY runs.as_of_date DESC, runs.created_at DESC
LIMIT 1;
