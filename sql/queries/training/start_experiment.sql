-- A cancelled run is not started again by an attempt that comes late: only Airflow reopens it.
INSERT INTO experiment_runs (
    config_id,
    owner_user_id,
    airflow_run_id,
    scope,
    state,
    as_of_date,
    progress_pct,
    started_at,
    summary_metrics,
    code_version,
    packages
)
SELECT
    cast(:config_id AS UUID),
    users.id,
    :airflow_run_id,
    :scope,
    'running',
    :as_of,
    0,
    now(),
    cast(:tickers AS JSONB),
    :code_version,
    cast(:packages AS JSONB)
FROM users
WHERE users.username = 'airflow'
ON CONFLICT (airflow_run_id) DO UPDATE
    SET
        config_id = excluded.config_id,
        scope = excluded.scope,
        state = 'running',
        started_at = excluded.started_at,
        progress_pct = 0,
        eta = NULL,
        as_of_date = excluded.as_of_date,
        finished_at = NULL,
        summary_metrics = excluded.summary_metrics,
        code_version = excluded.code_version,
        packages = excluded.packages,
        step_seconds = '{}',
        suspicions = '{}'
    WHERE experiment_runs.state <> 'cancelled'
RETURNING id;
