-- Deletes bulky rows. Forecasts, scores and metrics of each ticker stay as the run's record.
WITH points AS (
    DELETE FROM stock_prediction_points
    WHERE experiment_run_id = :run_id
),

lines AS (
    DELETE FROM experiment_logs
    WHERE run_id = :run_id
),

files AS (
    DELETE FROM experiment_artifact_files AS files
    USING experiment_ticker_artifacts AS artifacts
    WHERE files.artifacts_id = artifacts.id AND artifacts.run_id = :run_id
)

UPDATE experiment_ticker_artifacts
SET
    evaluation_png_url = NULL,
    future_png_url = NULL,
    model_pkl_url = NULL,
    scaler_pkl_url = NULL,
    future_predictions_csv = NULL,
    backtest_parquet_url = NULL
WHERE run_id = :run_id;
