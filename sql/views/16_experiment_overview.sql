-- One row a training run, with its owner and configuration, and the number of tickers published since its
-- newest start.
CREATE VIEW experiment_overview AS
SELECT
    runs.id AS run_id,
    runs.state,
    runs.scope,
    runs.notes,
    runs.as_of_date AS as_of,
    runs.prices_known_at,
    runs.progress_pct,
    runs.eta,
    runs.created_at,
    runs.started_at,
    runs.finished_at,
    runs.airflow_run_id,
    runs.config_id,
    runs.global_seed,
    runs.requested_tickers,
    runs.parent_run_id,
    runs.suspicions,
    runs.target_kind,
    runs.target_column,
    runs.timeframe,
    runs.is_research,
    runs.group_id,
    configs.version AS config_version,
    configs.config,
    owners.username AS owner,
    coalesce(jsonb_array_length(runs.summary_metrics -> 'tickers'), 0) AS tickers_total,
    (
        SELECT count(*)
        FROM experiment_ticker_artifacts AS artifacts
        WHERE artifacts.run_id = runs.id AND artifacts.created_at >= runs.started_at
    ) AS tickers_done,
    exists(
        SELECT 1
        FROM feature_selections AS selections
        WHERE selections.run_id = runs.id
    ) AS has_selected
FROM experiment_runs AS runs
INNER JOIN training_configs AS configs ON runs.config_id = configs.id
INNER JOIN users AS owners ON runs.owner_user_id = owners.id;
