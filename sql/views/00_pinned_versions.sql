-- The versions whose forecasts are served at a horizon: the champion, if it is pinned, and the earlier
-- versions of its line, for tickers that it does not have. No row at a horizon: the newest run is served.
CREATE VIEW pinned_versions AS
SELECT
    champions.horizon_days,
    champions.universe = 'vn30' AS is_vn30,
    versions.number,
    versions.run_id
FROM model_champions AS champions
INNER JOIN model_versions AS chosen ON champions.version_id = chosen.id
INNER JOIN model_versions AS versions
    ON
        chosen.universe = versions.universe
        AND chosen.line = versions.line
        AND chosen.number >= versions.number
WHERE champions.until IS NULL AND champions.is_pinned AND versions.deleted_at IS NULL;
