SELECT
    count(*) AS tickers_planned,
    count(*) FILTER (WHERE tickers.state = 'loaded') AS tickers_loaded,
    count(*) FILTER (WHERE tickers.state = 'up_to_date') AS tickers_up_to_date,
    count(*) FILTER (WHERE tickers.state IN ('planned', 'failed')) AS tickers_failed,
    coalesce(sum(tickers.rows_inserted), 0) AS bars_inserted,
    coalesce(sum(tickers.rows_updated), 0) AS bars_updated,
    coalesce(sum(tickers.rows_removed), 0) AS bars_removed,
    (
        SELECT count(*)
        FROM price_quarantine AS refused
        WHERE refused.crawl_id = :crawl_id
    ) AS rows_quarantined,
    (
        SELECT count(DISTINCT restated.stock_id)
        FROM price_restatements AS restated
        WHERE restated.crawl_id = :crawl_id
    ) AS tickers_restated,
    max(tickers.newest_session) AS newest_session,
    coalesce(sum(tickers.sessions_expected), 0) AS sessions_expected,
    coalesce(sum(tickers.bars_stored), 0) AS bars_stored,
    coalesce(sum(tickers.known_absences), 0) AS known_absences,
    coalesce(sum(tickers.open_gaps), 0) AS open_gaps
FROM crawl_tickers AS tickers
WHERE tickers.crawl_id = :crawl_id;
