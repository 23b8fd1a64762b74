WITH loaded AS (
    SELECT
        stocks.id AS stock_id,
        tickers.ticker,
        tickers.first_session,
        tickers.last_session
    FROM crawl_tickers AS tickers
    INNER JOIN stocks ON tickers.ticker = stocks.ticker
    WHERE tickers.crawl_id = :crawl_id AND tickers.state = 'loaded'
)

SELECT
    'warning' AS severity,
    loaded.ticker,
    count(*) || ' sessions without a bar, from ' || min(sessions.session_date)
    || ' to ' || max(sessions.session_date) AS detail
FROM loaded
INNER JOIN trading_sessions AS sessions
    ON sessions.session_date BETWEEN loaded.first_session AND loaded.last_session
LEFT JOIN stock_prices AS prices
    ON loaded.stock_id = prices.stock_id AND sessions.session_date = prices.price_date
WHERE prices.id IS NULL
GROUP BY loaded.ticker
ORDER BY loaded.ticker;
