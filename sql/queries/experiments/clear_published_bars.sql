-- Deletes what this run published for this stock before.
WITH forecasts AS (
    DELETE FROM bar_forecasts
    WHERE stock_id = :stock_id AND experiment_run_id = :run_id
),

scores AS (
    DELETE FROM bar_scores
    WHERE stock_id = :stock_id AND experiment_run_id = :run_id
)

DELETE FROM experiment_ticker_artifacts
WHERE stock_id = :stock_id AND run_id = :run_id;
