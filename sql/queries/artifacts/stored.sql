SELECT
    stocks.ticker AS owner,
    stored.url,
    files.sha256,
    files.size_bytes
FROM experiment_ticker_artifacts AS artifacts
INNER JOIN stocks ON artifacts.stock_id = stocks.id
CROSS JOIN
    LATERAL (
        VALUES
        ('evaluation_png', artifacts.evaluation_png_url),
        ('future_png', artifacts.future_png_url),
        ('model_pkl', artifacts.model_pkl_url),
        ('scaler_pkl', artifacts.scaler_pkl_url),
        ('future_predictions_csv', artifacts.future_predictions_csv),
        ('backtest_parquet', artifacts.backtest_parquet_url)
    ) AS stored (type, url)
LEFT JOIN experiment_artifact_files AS files ON artifacts.id = files.artifacts_id AND stored.type = files.type
WHERE artifacts.id = :artifacts_id AND stored.type = :type AND stored.url IS NOT NULL
UNION ALL
SELECT
    'simulation_' || left(simulations.run_name, 8) AS owner,
    files.url,
    files.sha256,
    files.size_bytes
FROM simulation_files AS files
INNER JOIN simulations ON files.simulation_id = simulations.id
WHERE files.id = :artifacts_id AND files.type = :type;
