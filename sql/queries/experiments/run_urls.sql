SELECT files.url
FROM experiment_ticker_artifacts AS artifacts
CROSS JOIN
    LATERAL (
        VALUES
        (artifacts.evaluation_png_url),
        (artifacts.future_png_url),
        (artifacts.model_pkl_url),
        (artifacts.scaler_pkl_url),
        (artifacts.future_predictions_csv),
        (artifacts.backtest_parquet_url)
    ) AS files (url)
WHERE cast(artifacts.run_id AS TEXT) = :run_id AND files.url IS NOT NULL;
