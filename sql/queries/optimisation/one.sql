SELECT
    overview.id,
    overview.settings,
    overview.state,
    overview.as_of_date,
    overview.tickers,
    overview.problem,
    overview.requested_at,
    overview.started_at,
    overview.finished_at,
    overview.methods,
    overview.done,
    overview.airflow_run_id
FROM walk_forward_overview AS overview
WHERE
    overview.user_id = :user_id
    AND overview.portfolio_id = :portfolio_id
    AND overview.id = cast(:id AS UUID);
