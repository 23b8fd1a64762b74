-- The newest run that published forecasts as of this session, if it succeeded with this configuration, these
-- tickers and this code, and no crawl has changed a bar since its start. The time of a crawl is that of its
-- report. A failed or cancelled run counts as the newest, too, since it may have replaced forecasts. A
-- requested seed replaces the seed of the configuration. Runs that are research replace no forecasts.
SELECT newest.airflow_run_id
FROM (
    SELECT
        runs.airflow_run_id,
        runs.state,
        runs.config_id,
        runs.started_at,
        runs.code_version,
        runs.global_seed,
        runs.target_column,
        runs.summary_metrics -> 'tickers' AS tickers
    FROM experiment_runs AS runs
    WHERE
        runs.as_of_date = :as_of
        AND (runs.state = 'success' OR runs.progress_pct > 0)
        AND NOT runs.is_research
    ORDER BY runs.started_at DESC
    LIMIT 1
) AS newest
INNER JOIN training_configs AS configs ON newest.config_id = configs.id
WHERE
    newest.state = 'success'
    AND coalesce(
        jsonb_set(configs.config, '{reproducibility,seed}', to_jsonb(newest.global_seed)), configs.config
    ) = cast(:config AS JSONB)
    AND coalesce(newest.target_column, 'close')
    = coalesce(cast(:config AS JSONB) #>> '{targets,column}', 'close')
    AND newest.tickers = cast(:tickers AS JSONB)
    AND newest.code_version = :code_version
    AND NOT EXISTS (
        SELECT 1
        FROM crawl_tickers AS loads
        LEFT JOIN crawl_reports AS reports ON loads.crawl_id = reports.crawl_id
        WHERE
            coalesce(loads.rows_inserted, 0) + coalesce(loads.rows_updated, 0)
            + coalesce(loads.rows_removed, 0) > 0
            AND greatest(loads.updated_at, reports.created_at) >= newest.started_at
    );
