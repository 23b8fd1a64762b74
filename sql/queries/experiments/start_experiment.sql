-- A late attempt does not restart a cancelled run: only clearing the Airflow run reopens it.
INSERT INTO experiment_runs (
    config_id,
    owner_user_id,
    airflow_run_id,
    scope,
    requested_tickers,
    state,
    as_of_date,
    progress_pct,
    started_at,
    summary_metrics,
    code_version,
    packages,
    prices_known_at,
    target_kind,
    target_column,
    timeframe,
    parent_run_id
)
SELECT
    cast(:config_id AS UUID),
    coalesce(
        -- The user who triggered the run through the API.
        (
            SELECT runs.triggered_by_user_id
            FROM pipeline_runs AS runs
            WHERE runs.dag_id = :training_dag AND runs.run_id = :airflow_run_id
        ),
        (
            SELECT authors.id
            FROM users AS authors
            WHERE authors.username = :author
        ),
        users.id
    ),
    :airflow_run_id,
    :scope,
    cast(:requested_tickers AS TEXT[]),
    'running',
    :as_of,
    0,
    now(),
    cast(:tickers AS JSONB),
    :code_version,
    cast(:packages AS JSONB),
    :known_at,
    :target_kind,
    :target_column,
    :timeframe,
    cast(:parent_run_id AS UUID)
FROM users
WHERE users.username = 'airflow'
ON CONFLICT (airflow_run_id) DO UPDATE
    SET
        config_id = excluded.config_id,
        scope = excluded.scope,
        requested_tickers = coalesce(excluded.requested_tickers, experiment_runs.requested_tickers),
        state = 'running',
        started_at = excluded.started_at,
        progress_pct = 0,
        eta = NULL,
        as_of_date = excluded.as_of_date,
        finished_at = NULL,
        summary_metrics = excluded.summary_metrics,
        code_version = excluded.code_version,
        packages = excluded.packages,
        prices_known_at = excluded.prices_known_at,
        target_kind = excluded.target_kind,
        target_column = excluded.target_column,
        timeframe = excluded.timeframe,
        parent_run_id = excluded.parent_run_id,
        step_seconds = '{}',
        suspicions = '{}'
    WHERE experiment_runs.state <> 'cancelled'
RETURNING id;
