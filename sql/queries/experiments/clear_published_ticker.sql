-- Deletes what this run published for this stock before. Rows of other runs stay, and so do forecasts as of
-- another session and forecasts that were made in time and are evaluated against their outcome. Forecasts at
-- the run's horizons that are served are not deleted here, since upsert_forecast replaces them.
WITH forecasts AS (
    DELETE FROM stock_prediction_summaries AS earlier
    WHERE
        earlier.stock_id = :stock_id
        AND earlier.experiment_run_id = :run_id
        AND earlier.as_of_date = :as_of
        AND (earlier.horizon_days <> all(:horizons) OR NOT earlier.is_served)
        AND earlier.id NOT IN (SELECT judged.id FROM judged_forecasts AS judged)
),

research AS (
    DELETE FROM research_forecasts
    WHERE stock_id = :stock_id AND experiment_run_id = :run_id
),

points AS (
    DELETE FROM stock_prediction_points
    WHERE stock_id = :stock_id AND experiment_run_id = :run_id
),

statuses AS (
    DELETE FROM model_statuses
    WHERE stock_id = :stock_id AND experiment_run_id = :run_id
)

DELETE FROM experiment_ticker_artifacts
WHERE stock_id = :stock_id AND run_id = :run_id;
