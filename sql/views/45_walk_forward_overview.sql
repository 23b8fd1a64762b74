-- The walk-forwards of portfolios with their progress; done: methods that have a result.
CREATE VIEW walk_forward_overview AS
SELECT
    forwards.id,
    forwards.portfolio_id,
    portfolios.user_id,
    forwards.airflow_run_id,
    forwards.settings,
    forwards.state,
    forwards.as_of_date,
    forwards.tickers,
    forwards.problem,
    forwards.requested_at,
    forwards.started_at,
    forwards.finished_at,
    jsonb_array_length(forwards.settings -> 'methods') AS methods,
    (
        SELECT count(*)
        FROM walk_forward_results AS results
        WHERE results.walk_forward_id = forwards.id
    ) AS done
FROM walk_forwards AS forwards
INNER JOIN portfolios ON forwards.portfolio_id = portfolios.id;
