INSERT INTO experiment_ticker_artifacts (
    run_id, stock_id, metrics, evaluation_png_url, future_png_url, model_pkl_url, scaler_pkl_url,
    future_predictions_csv, backtest_parquet_url
)
VALUES (
    :run_id, :stock_id, cast(:metrics AS JSONB), :evaluation_png_url, :future_png_url, :model_pkl_url,
    :scaler_pkl_url, :future_predictions_csv, :backtest_parquet_url
);
