-- How complete each ticker of the crawl is, from its first bar to the as-of date.
WITH spans AS (
    SELECT
        stocks.id AS stock_id,
        stocks.ticker,
        min(prices.price_date) AS first_bar,
        max(prices.price_date) AS newest_session,
        count(prices.id) AS bars
    FROM crawl_tickers AS tickers
    INNER JOIN stocks ON tickers.ticker = stocks.ticker
    LEFT JOIN stock_prices AS prices
        ON stocks.id = prices.stock_id AND prices.price_date <= cast(:as_of AS DATE)
    WHERE tickers.crawl_id = :crawl_id
    GROUP BY stocks.id, stocks.ticker
),

measured AS (
    SELECT
        spans.ticker,
        spans.newest_session,
        spans.bars,
        (
            SELECT count(*)
            FROM trading_sessions AS sessions
            WHERE sessions.session_date BETWEEN spans.first_bar AND cast(:as_of AS DATE)
        ) AS expected,
        (
            SELECT count(*)
            FROM session_absences AS absences
            WHERE
                absences.stock_id = spans.stock_id
                AND absences.session_date BETWEEN spans.first_bar AND cast(:as_of AS DATE)
        ) AS absent
    FROM spans
)

UPDATE crawl_tickers AS tickers
SET
    newest_session = measured.newest_session,
    sessions_expected = measured.expected,
    bars_stored = measured.bars,
    known_absences = measured.absent,
    open_gaps = greatest(measured.expected - measured.bars - measured.absent, 0)
FROM measured
WHERE tickers.crawl_id = :crawl_id AND tickers.ticker = measured.ticker;
