-- Files of runs before migration 0011 have neither size nor checksum.
SELECT
    artifacts.id AS artifacts_id,
    stored.type,
    files.sha256,
    files.size_bytes
FROM experiment_ticker_artifacts AS artifacts
CROSS JOIN
    LATERAL (
        VALUES
        (1, 'evaluation_png', artifacts.evaluation_png_url),
        (2, 'future_png', artifacts.future_png_url),
        (3, 'model_pkl', artifacts.model_pkl_url),
        (4, 'scaler_pkl', artifacts.scaler_pkl_url),
        (5, 'future_predictions_csv', artifacts.future_predictions_csv),
        (6, 'backtest_parquet', artifacts.backtest_parquet_url)
    ) AS stored (place, type, url)
LEFT JOIN experiment_artifact_files AS files ON artifacts.id = files.artifacts_id AND stored.type = files.type
WHERE artifacts.id = any(:artifacts_ids) AND stored.url IS NOT NULL
ORDER BY artifacts.id, stored.place;
