-- Three faults: holes within a series beyond VN30_MIN_COMPLETENESS; a first bar far from the others, whose
-- date is likely mistyped (an error in a file, which can be corrected); and a history that begins much later
-- than it could.
WITH series AS (
    SELECT
        tickers.ticker,
        tickers.first_bar,
        tickers.bars_stored,
        tickers.sessions_in_span,
        tickers.sessions_expected,
        tickers.rows_quarantined,
        stocks.id AS stock_id,
        crawls.source
    FROM crawl_tickers AS tickers
    INNER JOIN crawl_runs AS crawls ON tickers.crawl_id = crawls.id
    INNER JOIN stocks ON tickers.ticker = stocks.ticker
    WHERE tickers.crawl_id = :crawl_id AND tickers.bars_stored > 0
),

isolated AS (
    SELECT
        series.ticker,
        series.first_bar,
        series.source,
        second.price_date AS second_bar,
        (
            SELECT count(*)
            FROM trading_sessions AS sessions
            WHERE sessions.session_date > series.first_bar AND sessions.session_date < second.price_date
        ) AS gap
    FROM series
    CROSS JOIN
        LATERAL (
            SELECT min(prices.price_date) AS price_date
            FROM stock_prices AS prices
            WHERE prices.stock_id = series.stock_id AND prices.price_date > series.first_bar
        ) AS second
)

SELECT
    'error' AS severity,
    ticker,
    'only ' || bars_stored || ' of the ' || sessions_in_span || ' sessions since ' || first_bar
    || ' have a bar (' || round(100.0 * bars_stored / sessions_in_span, 1) || ' %)'
    || CASE
        WHEN rows_quarantined > 0
            THEN ', and ' || rows_quarantined || ' rows were rejected: are their dates right?'
        ELSE '.'
    END
    || ' Correct or complete the source and crawl with full_refresh, or lower VN30_MIN_COMPLETENESS' AS detail
FROM series
WHERE bars_stored < :min_completeness * sessions_in_span
UNION ALL
SELECT
    CASE WHEN source = 'csv' THEN 'error' ELSE 'warning' END AS severity,
    ticker,
    'its first bar, of ' || first_bar || ', is ' || gap || ' sessions before the second, of ' || second_bar
    || ': is its date mistyped?' AS detail
FROM isolated
WHERE gap > 60
UNION ALL
SELECT
    'warning' AS severity,
    NULL AS ticker,
    'the history of ' || count(*) || ' series begins later than it could: '
    || string_agg(
        ticker || ' has ' || bars_stored || ' of ' || sessions_expected || ' sessions, since ' || first_bar,
        '; ' ORDER BY ticker
    ) AS detail
FROM series
WHERE sessions_in_span < :min_completeness * sessions_expected
HAVING count(*) > 0
ORDER BY 1, 2;
