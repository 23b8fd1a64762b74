INSERT INTO experiment_runs (
    id,
    config_id,
    owner_user_id,
    airflow_run_id,
    scope,
    state,
    progress_pct,
    notes,
    global_seed,
    requested_tickers,
    target_column,
    group_id,
    parent_run_id,
    idempotency_key,
    request_fingerprint
)
VALUES (
    cast(:run_id AS UUID),
    cast(:config_id AS UUID),
    cast(:owner_user_id AS UUID),
    :airflow_run_id,
    :scope,
    'pending',
    0,
    :notes,
    :global_seed,
    cast(:tickers AS TEXT[]),
    :target_column,
    cast(:group_id AS UUID),
    cast(:parent_run_id AS UUID),
    :idempotency_key,
    :fingerprint
)
ON CONFLICT (owner_user_id, idempotency_key) DO NOTHING
RETURNING id;
