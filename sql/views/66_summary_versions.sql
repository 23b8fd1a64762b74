-- The version of what each summary is made of: the clock, the committed changes of its inputs, the settings
-- that its figures depend on, and the views that it was made by.
CREATE VIEW summary_versions AS
SELECT
    'market' AS summary,
    concat_ws(
        '/',
        clock.as_of_date,
        clock.source,
        extract(EPOCH FROM clock.updated_at),
        (SELECT sum(revisions.market_revision) FROM stock_revisions AS revisions),
        (SELECT extract(EPOCH FROM max(files.applied_at)) FROM schema_files AS files),
        current_setting('vn30.fresh_sessions', TRUE),
        current_setting('vn30.stable_sessions', TRUE)
    ) AS version
FROM current_as_of AS clock
UNION ALL
SELECT
    'series' AS summary,
    concat_ws(
        '/',
        clock.as_of_date,
        clock.source,
        extract(EPOCH FROM clock.updated_at),
        (SELECT sum(revisions.series_revision) FROM stock_revisions AS revisions),
        (SELECT extract(EPOCH FROM max(files.applied_at)) FROM schema_files AS files)
    ) AS version
FROM current_as_of AS clock;
