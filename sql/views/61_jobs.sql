-- All long work that users have requested through the API, one row a request, in one shape. Queued until
-- Airflow starts it. subject holds what it works on, for words; done and total count units; eta is null
-- without a basis. run_id is that of Airflow.
-- Runs by schedule, and those that were triggered in Airflow, are no jobs.
CREATE VIEW jobs AS
SELECT
    runs.id,
    'training' AS kind,
    CASE runs.state WHEN 'pending' THEN 'queued' WHEN 'success' THEN 'done' ELSE runs.state END AS state,
    runs.owner_user_id AS user_id,
    json_build_object(
        'scope', runs.scope, 'tickers', runs.requested_tickers, 'version', configs.version
    ) AS subject,
    (
        SELECT count(*)
        FROM experiment_ticker_artifacts AS artifacts
        WHERE artifacts.run_id = runs.id AND artifacts.created_at >= runs.started_at
    ) AS done,
    coalesce(jsonb_array_length(runs.summary_metrics -> 'tickers'), 0) AS total,
    'tickers' AS unit,
    runs.eta,
    runs.created_at AS requested_at,
    runs.started_at,
    runs.finished_at,
    CASE
        WHEN runs.state = 'failed'
            THEN (
                SELECT lines.message
                FROM experiment_logs AS lines
                WHERE lines.run_id = runs.id AND lines.level = 'ERROR'
                ORDER BY lines.id DESC
                LIMIT 1
            )
    END AS error,
    cast(NULL AS UUID) AS portfolio_id,
    'vn30_model_training' AS dag_id,
    runs.airflow_run_id AS run_id
FROM experiment_runs AS runs
INNER JOIN training_configs AS configs ON runs.config_id = configs.id
WHERE starts_with(runs.airflow_run_id, 'api__')
UNION ALL
SELECT
    batches.id,
    'simulations' AS kind,
    batches.state,
    batches.user_id,
    json_build_object('name', batches.name, 'size', batches.size) AS subject,
    (
        SELECT count(*)
        FROM simulations
        WHERE simulations.batch_id = batches.id AND simulations.state NOT IN ('queued', 'running')
    ) AS done,
    batches.size AS total,
    'simulations' AS unit,
    NULL AS eta,
    batches.requested_at,
    batches.started_at,
    batches.ended_at AS finished_at,
    CASE WHEN batches.state IN ('done', 'failed') THEN batches.error END AS error,
    NULL AS portfolio_id,
    'vn30_simulation' AS dag_id,
    batches.airflow_run_id AS run_id
FROM simulation_batches AS batches
WHERE
    starts_with(batches.airflow_run_id, 'api__')
    AND EXISTS (
        SELECT 1
        FROM simulations
        WHERE simulations.batch_id = batches.id AND simulations.deleted_at IS NULL
    )
UNION ALL
SELECT
    forwards.id,
    'walk_forward' AS kind,
    CASE forwards.state
        WHEN 'pending' THEN 'queued' WHEN 'success' THEN 'done' ELSE forwards.state
    END AS state,
    portfolios.user_id,
    json_build_object(
        'name', portfolios.name, 'size', jsonb_array_length(forwards.settings -> 'methods')
    ) AS subject,
    (
        SELECT count(*)
        FROM walk_forward_results AS results
        WHERE results.walk_forward_id = forwards.id
    ) AS done,
    jsonb_array_length(forwards.settings -> 'methods') AS total,
    'methods' AS unit,
    NULL AS eta,
    forwards.requested_at,
    forwards.started_at,
    forwards.finished_at,
    forwards.problem AS error,
    forwards.portfolio_id,
    'vn30_walk_forward' AS dag_id,
    forwards.airflow_run_id AS run_id
FROM walk_forwards AS forwards
INNER JOIN portfolios ON forwards.portfolio_id = portfolios.id
UNION ALL
SELECT
    requests.id,
    'crawl' AS kind,
    requests.state,
    requests.user_id,
    json_build_object(
        'bars', requests.kind,
        'tickers', requests.tickers,
        'first', requests.first_date,
        'last', requests.last_date
    ) AS subject,
    (
        SELECT count(*)
        FROM crawl_runs AS runs
        INNER JOIN crawl_tickers AS loads ON runs.id = loads.crawl_id
        WHERE runs.airflow_run_id = requests.airflow_run_id AND loads.state IN ('loaded', 'up_to_date')
    ) + (
        SELECT count(*)
        FROM intraday_runs AS runs
        INNER JOIN intraday_run_tickers AS loads ON runs.id = loads.run_id
        WHERE runs.airflow_run_id = requests.airflow_run_id AND loads.state IN ('loaded', 'up_to_date')
    ) AS done,
    cardinality(requests.tickers) AS total,
    'tickers' AS unit,
    NULL AS eta,
    requests.requested_at,
    requests.started_at,
    requests.finished_at,
    requests.problem AS error,
    NULL AS portfolio_id,
    CASE requests.kind WHEN 'daily' THEN 'vn30_data_crawler' ELSE 'vn30_intraday_crawler' END AS dag_id,
    requests.airflow_run_id AS run_id
FROM crawl_requests AS requests;
