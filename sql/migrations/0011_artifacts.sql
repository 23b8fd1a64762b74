-- What each stored artifact is, and which runs have kept theirs.

-- One row a file; its URL is in the column of experiment_ticker_artifacts that the type is named after.
-- Artifacts from before this migration have none.
CREATE TABLE experiment_artifact_files (
    artifacts_id BIGINT NOT NULL REFERENCES experiment_ticker_artifacts (id) ON DELETE CASCADE,
    type TEXT NOT NULL CHECK (
        type IN (
            'evaluation_png',
            'future_png',
            'model_pkl',
            'scaler_pkl',
            'future_predictions_csv',
            'backtest_parquet'
        )
    ),
    sha256 TEXT NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes BIGINT NOT NULL CHECK (size_bytes >= 0),
    PRIMARY KEY (artifacts_id, type)
);

-- When a run's files, daily points and log lines were removed; its forecasts and scores stay. A run that was
-- started again since then has everything again.
ALTER TABLE experiment_runs ADD COLUMN tidied_at TIMESTAMPTZ;
