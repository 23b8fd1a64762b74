-- The versions whose forecasts are served at a horizon: the champion, if it is pinned, and the earlier
-- versions of its line, for tickers that it does not have. tickers: the stocks that they are served of; null:
-- all. Of other stocks, and at other horizons, the newest run is served. Champions of a selection of tickers
-- count only while there is none for all VN30.
CREATE VIEW pinned_versions AS
SELECT
    champions.horizon_days,
    CASE WHEN champions.universe <> 'vn30' THEN string_to_array(champions.universe, ',') END AS tickers,
    versions.number,
    versions.run_id
FROM model_champions AS champions
INNER JOIN model_versions AS chosen ON champions.version_id = chosen.id
INNER JOIN model_versions AS versions
    ON
        chosen.universe = versions.universe
        AND chosen.line = versions.line
        AND chosen.number >= versions.number
WHERE
    champions.until IS NULL
    AND champions.is_pinned
    AND versions.deleted_at IS NULL
    AND (
        champions.universe = 'vn30'
        OR NOT EXISTS (
            SELECT 1
            FROM model_champions AS others
            WHERE
                others.until IS NULL
                AND others.universe = 'vn30'
                AND others.horizon_days = champions.horizon_days
        )
    );
