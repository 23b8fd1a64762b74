-- Repeats the request of an earlier run in any state. earlier_id may be any text; an unknown id inserts
-- nothing.
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
    parent_run_id
)
SELECT
    cast(:run_id AS UUID),
    earlier.config_id,
    cast(:owner_user_id AS UUID),
    :airflow_run_id,
    earlier.scope,
    'pending',
    0,
    earlier.notes,
    earlier.global_seed,
    earlier.requested_tickers,
    earlier.target_column,
    earlier.parent_run_id
FROM experiment_runs AS earlier
WHERE cast(earlier.id AS TEXT) = lower(:earlier_id);
