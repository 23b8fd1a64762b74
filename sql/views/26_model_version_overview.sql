-- The versions of the models with their lineage. line_version: the first version of the line, after which it
-- is named. champion_at: the horizons at which the version is champion.
CREATE VIEW model_version_overview AS
SELECT
    versions.id AS version_id,
    versions.number,
    versions.version,
    versions.run_id,
    versions.universe,
    versions.line,
    versions.params_hash,
    versions.as_of_date,
    versions.data_version,
    versions.code_version,
    versions.metrics,
    versions.residuals,
    versions.slices,
    versions.group_id,
    versions.trained_at,
    parents.version AS parent_version,
    runs.notes,
    runs.suspicions,
    runs.target_kind,
    runs.target_column,
    runs.timeframe,
    runs.is_research,
    configs.version AS config_version,
    owners.username AS owner,
    'v' || min(versions.number) OVER (PARTITION BY versions.universe, versions.line) AS line_version,
    (
        SELECT coalesce(array_agg(champions.horizon_days ORDER BY champions.horizon_days), '{}')
        FROM model_champions AS champions
        WHERE champions.version_id = versions.id AND champions.until IS NULL
    ) AS champion_at,
    (
        SELECT count(DISTINCT published.stock_id)
        FROM (
            SELECT statuses.stock_id
            FROM model_statuses AS statuses
            WHERE statuses.experiment_run_id = versions.run_id
            UNION ALL
            SELECT scores.stock_id
            FROM bar_scores AS scores
            WHERE scores.experiment_run_id = versions.run_id
        ) AS published
    ) AS tickers
FROM model_versions AS versions
INNER JOIN experiment_runs AS runs ON versions.run_id = runs.id
INNER JOIN training_configs AS configs ON runs.config_id = configs.id
INNER JOIN users AS owners ON runs.owner_user_id = owners.id
LEFT JOIN model_versions AS parents ON versions.parent_id = parents.id
WHERE versions.deleted_at IS NULL;
