-- The rows of a backup have URLs of the store that was backed up. This replaces them by URLs of the store
-- into which it is restored. Both roots are settings of the session, without a slash at their end.
CREATE FUNCTION pg_temp.moved(url TEXT) RETURNS TEXT LANGUAGE sql STABLE AS $$
SELECT
    CASE
        WHEN starts_with(url, current_setting('vn30.old_root') || '/')
            THEN current_setting('vn30.new_root') || substr(url, length(current_setting('vn30.old_root')) + 1)
        ELSE url
    END
$$;

UPDATE experiment_ticker_artifacts
SET
    evaluation_png_url = pg_temp.moved(evaluation_png_url),
    future_png_url = pg_temp.moved(future_png_url),
    model_pkl_url = pg_temp.moved(model_pkl_url),
    scaler_pkl_url = pg_temp.moved(scaler_pkl_url),
    future_predictions_csv = pg_temp.moved(future_predictions_csv),
    backtest_parquet_url = pg_temp.moved(backtest_parquet_url);

UPDATE feature_panels
SET url = pg_temp.moved(url);

-- A backup of before there were minutes has no such tables.
DO $$
BEGIN
    IF to_regclass('intraday_partitions') IS NOT NULL THEN
        UPDATE intraday_partitions SET url = pg_temp.moved(url);
        UPDATE intraday_files SET url = pg_temp.moved(url);
    END IF;
END
$$;
