-- What this run has published for this stock before; other runs' rows stay.
WITH points AS (
    DELETE FROM stock_prediction_points
    WHERE stock_id = :stock_id AND experiment_run_id = :run_id
),

statuses AS (
    DELETE FROM model_statuses
    WHERE stock_id = :stock_id AND experiment_run_id = :run_id
)

DELETE FROM experiment_ticker_artifacts
WHERE stock_id = :stock_id AND run_id = :run_id;
