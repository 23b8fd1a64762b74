-- Completeness of each ticker of the crawl, up to the as-of date, of the sessions that its series could have
-- (series_spans). An untraded session has no volume and the price of the bar before.
WITH bars AS (
    SELECT
        stocks.id AS stock_id,
        stocks.ticker,
        stocks.kind,
        prices.price_date,
        prices.volume = 0
        AND prices.close_price = lag(prices.close_price) OVER (
            PARTITION BY stocks.id ORDER BY prices.price_date
        ) AS is_untraded
    FROM crawl_tickers AS tickers
    INNER JOIN stocks ON tickers.ticker = stocks.ticker
    LEFT JOIN stock_prices AS prices
        ON stocks.id = prices.stock_id AND prices.price_date <= cast(:as_of AS DATE)
    WHERE tickers.crawl_id = :crawl_id
),

series AS (
    SELECT
        bars.stock_id,
        bars.ticker,
        bars.kind,
        min(bars.price_date) AS first_bar,
        max(bars.price_date) AS newest_session,
        count(bars.price_date) AS bars,
        count(*) FILTER (WHERE bars.is_untraded) AS untraded
    FROM bars
    GROUP BY bars.stock_id, bars.ticker, bars.kind
),

spans AS (
    SELECT
        series.*,
        coverage.asked_from,
        possible.possible_from
    FROM series
    INNER JOIN series_spans AS possible ON series.stock_id = possible.stock_id
    LEFT JOIN price_coverage AS coverage ON series.stock_id = coverage.stock_id
),

measured AS (
    SELECT
        spans.*,
        sessions.expected,
        sessions.in_span,
        sessions.asked_before,
        (
            SELECT count(*)
            FROM session_absences AS absences
            WHERE
                absences.stock_id = spans.stock_id
                AND absences.session_date BETWEEN spans.first_bar AND cast(:as_of AS DATE)
        ) AS absent
    FROM spans
    CROSS JOIN
        LATERAL (
            SELECT
                count(*) AS expected,
                count(*) FILTER (WHERE sessions.session_date >= spans.first_bar) AS in_span,
                count(*) FILTER (
                    WHERE
                    sessions.session_date < spans.first_bar AND sessions.session_date >= spans.asked_from
                ) AS asked_before
            FROM trading_sessions AS sessions
            WHERE sessions.session_date BETWEEN spans.possible_from AND cast(:as_of AS DATE)
        ) AS sessions
)

UPDATE crawl_tickers AS tickers
SET
    first_bar = measured.first_bar,
    newest_session = measured.newest_session,
    sessions_expected = measured.expected,
    sessions_in_span = measured.in_span,
    sessions_untraded = measured.untraded,
    bars_stored = measured.bars,
    known_absences = measured.absent + measured.asked_before,
    open_gaps = greatest(measured.expected - measured.bars - measured.absent - measured.asked_before, 0)
FROM measured
WHERE tickers.crawl_id = :crawl_id AND tickers.ticker = measured.ticker;
