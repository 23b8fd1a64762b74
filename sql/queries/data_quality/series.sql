SELECT DISTINCT ON (tickers.ticker)
    tickers.ticker,
    tickers.state,
    tickers.answered_by,
    tickers.message,
    tickers.newest_session,
    tickers.sessions_expected,
    tickers.bars_stored,
    tickers.known_absences,
    tickers.open_gaps,
    tickers.first_bar,
    tickers.sessions_untraded,
    (
        SELECT count(*)
        FROM stock_prices AS prices
        INNER JOIN stocks ON prices.stock_id = stocks.id
        WHERE stocks.ticker = tickers.ticker AND prices.is_provisional
    ) AS provisional_bars,
    tickers.updated_at AS measured_at,
    round(100.0 * tickers.bars_stored / nullif(tickers.sessions_expected, 0), 3) AS completeness_pct
FROM crawl_tickers AS tickers
INNER JOIN crawl_runs AS crawls ON tickers.crawl_id = crawls.id
WHERE tickers.sessions_expected IS NOT NULL
ORDER BY tickers.ticker ASC, crawls.as_of_date DESC, tickers.updated_at DESC;
