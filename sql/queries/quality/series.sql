SELECT DISTINCT ON (ticker)
    ticker,
    state,
    answered_by,
    message,
    newest_session,
    sessions_expected,
    bars_stored,
    known_absences,
    open_gaps,
    round(100.0 * bars_stored / nullif(sessions_expected, 0), 3) AS completeness_pct,
    updated_at AS measured_at
FROM crawl_tickers
WHERE sessions_expected IS NOT NULL
ORDER BY ticker ASC, updated_at DESC;
