-- From the first to the newest bar; sessions after the newest bar are in check 04, days that are proposed as
-- closed in check 15.
WITH spans AS (
    SELECT
        stocks.id AS stock_id,
        tickers.ticker,
        tickers.newest_session,
        (
            SELECT min(prices.price_date)
            FROM stock_prices AS prices
            WHERE prices.stock_id = stocks.id
        ) AS first_bar
    FROM crawl_tickers AS tickers
    INNER JOIN stocks ON tickers.ticker = stocks.ticker
    WHERE tickers.crawl_id = :crawl_id AND tickers.bars_stored < tickers.sessions_in_span
),

gaps AS (
    SELECT
        spans.ticker,
        count(*) AS missing,
        min(sessions.session_date) AS first_missing,
        max(sessions.session_date) AS last_missing,
        count(*) FILTER (WHERE absences.reason = 'no row') AS without_row,
        count(*) FILTER (WHERE absences.reason <> 'no row') AS refused,
        count(*) FILTER (WHERE absences.stock_id IS NULL) AS not_asked,
        max(absences.times_asked) AS times_asked
    FROM spans
    INNER JOIN trading_sessions AS sessions
        ON sessions.session_date BETWEEN spans.first_bar AND spans.newest_session
    LEFT JOIN stock_prices AS prices
        ON spans.stock_id = prices.stock_id AND sessions.session_date = prices.price_date
    LEFT JOIN session_absences AS absences
        ON spans.stock_id = absences.stock_id AND sessions.session_date = absences.session_date
    WHERE
        prices.id IS NULL
        AND NOT EXISTS (
            SELECT 1
            FROM trading_days AS days
            WHERE days.day = sessions.session_date AND days.kind = 'closed' AND days.state = 'proposed'
        )
    GROUP BY spans.ticker
)

SELECT
    'warning' AS severity,
    ticker,
    missing || ' sessions without a bar, from ' || first_missing || ' to ' || last_missing || ': '
    || concat_ws(
        ', ',
        nullif(without_row, 0) || ' without a row at the source',
        nullif(refused, 0) || ' with every row rejected',
        nullif(not_asked, 0) || ' not requested yet',
        'requested up to ' || times_asked || ' times'
    ) AS detail
FROM gaps
ORDER BY ticker;
