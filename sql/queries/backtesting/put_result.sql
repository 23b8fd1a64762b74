UPDATE simulations
SET
    state = 'done',
    step = NULL,
    ended_at = now(),
    run_name = :run_name,
    result_hash = :result_hash,
    code_version = :code_version,
    sources = cast(:sources AS JSONB),
    known_at = :known_at,
    as_of_date = :as_of,
    first_session = :first_session,
    last_session = :last_session,
    family = :family,
    figures = cast(:figures AS JSONB),
    notes = cast(:notes AS TEXT[]),
    annual_return = :annual_return,
    annual_excess = :annual_excess,
    sharpe = :sharpe,
    sharpe_error = :sharpe_error,
    deflated_sharpe = :deflated_sharpe,
    drawdown = :drawdown,
    trades = :trades
WHERE id = cast(:simulation_id AS UUID) AND state = 'running';
