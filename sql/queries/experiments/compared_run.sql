SELECT
    overview.run_id,
    overview.state,
    overview.created_at,
    overview.started_at,
    overview.as_of,
    overview.prices_known_at,
    overview.owner,
    overview.notes,
    overview.scope,
    overview.requested_tickers,
    overview.global_seed,
    overview.target_kind,
    overview.target_column,
    overview.timeframe,
    overview.parent_run_id,
    overview.config_version,
    overview.config,
    runs.code_version
FROM experiment_overview AS overview
INNER JOIN experiment_runs AS runs ON overview.run_id = runs.id
WHERE overview.run_id = cast(:run_id AS UUID);
