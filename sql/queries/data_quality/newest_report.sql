SELECT
    reports.crawl_id,
    reports.tickers_planned,
    reports.tickers_loaded,
    reports.tickers_up_to_date,
    reports.tickers_failed,
    reports.bars_inserted,
    reports.bars_updated,
    reports.bars_removed,
    reports.rows_quarantined,
    reports.tickers_restated,
    reports.newest_session,
    reports.sessions_expected,
    reports.bars_stored,
    reports.known_absences,
    reports.open_gaps,
    reports.errors,
    reports.warnings,
    reports.summary,
    crawls.airflow_run_id AS run_id,
    crawls.source,
    crawls.absent_members,
    crawls.as_of_date AS crawl_as_of,
    reports.created_at AS reported_at
FROM crawl_reports AS reports
INNER JOIN crawl_runs AS crawls ON reports.crawl_id = crawls.id
ORDER BY crawls.as_of_date DESC, reports.created_at DESC
LIMIT 1;
