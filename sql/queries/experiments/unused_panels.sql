-- A successful or cancelled run no longer needs its panel; a failed run may be resumed.
SELECT panels.content_hash
FROM feature_panels AS panels
WHERE
    panels.last_used_at < now() - make_interval(secs => :seconds)
    AND NOT EXISTS (
        SELECT 1
        FROM experiment_runs AS runs
        WHERE
            runs.panel_hash = panels.content_hash
            AND runs.state IN ('pending', 'running', 'failed')
            AND (runs.tidied_at IS NULL OR runs.tidied_at < runs.started_at)
    )
ORDER BY panels.last_used_at;
