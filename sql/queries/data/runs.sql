SELECT
    cast(runs.id AS TEXT) AS run_id,
    runs.as_of_date AS as_of,
    runs.state,
    owners.username AS owner,
    runs.notes,
    configs.version AS config_version,
    configs.config,
    coalesce(runs.summary_metrics -> 'tickers', '[]') AS tickers,
    (
        SELECT count(*)
        FROM experiment_ticker_artifacts AS artifacts
        WHERE artifacts.run_id = runs.id AND artifacts.created_at >= runs.started_at
    ) AS tickers_published,
    runs.created_at,
    runs.started_at,
    runs.finished_at,
    runs.volatility_regime,
    runs.trend_regime,
    to_jsonb(runs.suspicions) AS suspicions,
    runs.data_version,
    runs.code_version,
    runs.panel_hash,
    runs.prices_known_at
FROM experiment_runs AS runs
INNER JOIN training_configs AS configs ON runs.config_id = configs.id
INNER JOIN users AS owners ON runs.owner_user_id = owners.id
WHERE
    (runs.as_of_date <= :as_of OR (runs.as_of_date IS NULL AND :is_today))
    AND (cast(:state AS TEXT) IS NULL OR runs.state = :state)
    AND (cast(:start AS DATE) IS NULL OR runs.as_of_date >= :start)
ORDER BY runs.as_of_date ASC NULLS LAST, runs.created_at ASC, runs.id ASC;
