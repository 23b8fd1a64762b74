WITH files AS (
    SELECT
        stored.type,
        stored.url,
        stored.sha256,
        stored.size_bytes
    FROM jsonb_to_recordset(cast(:files AS JSONB)) AS stored (
        type TEXT, url TEXT, sha256 TEXT, size_bytes BIGINT
    )
),

artifacts AS (
    INSERT INTO experiment_ticker_artifacts (
        run_id, stock_id, metrics, evaluation_png_url, future_png_url, model_pkl_url, scaler_pkl_url,
        future_predictions_csv, backtest_parquet_url
    )
    SELECT
        cast(:run_id AS UUID),
        cast(:stock_id AS BIGINT),
        cast(:metrics AS JSONB),
        max(files.url) FILTER (WHERE files.type = 'evaluation_png'),
        max(files.url) FILTER (WHERE files.type = 'future_png'),
        max(files.url) FILTER (WHERE files.type = 'model_pkl'),
        max(files.url) FILTER (WHERE files.type = 'scaler_pkl'),
        max(files.url) FILTER (WHERE files.type = 'future_predictions_csv'),
        max(files.url) FILTER (WHERE files.type = 'backtest_parquet')
    FROM files
    RETURNING id
)

INSERT INTO experiment_artifact_files (artifacts_id, type, sha256, size_bytes)
SELECT
    artifacts.id,
    files.type,
    files.sha256,
    files.size_bytes
FROM artifacts
CROSS JOIN files;
