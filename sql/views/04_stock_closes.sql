-- One row a stock: the newest close, and the closes 7, 15 and 30 sessions before today (the bar before it
-- if the stock did not trade on that session).
CREATE VIEW stock_closes AS
SELECT
    stocks.id AS stock_id,
    newest.price_date,
    newest.close_price,
    newest.volume,
    (
        SELECT prices.close_price
        FROM stock_prices AS prices
        WHERE prices.stock_id = stocks.id AND prices.price_date <= lags.day_7
        ORDER BY prices.price_date DESC
        LIMIT 1
    ) AS close_7,
    (
        SELECT prices.close_price
        FROM stock_prices AS prices
        WHERE prices.stock_id = stocks.id AND prices.price_date <= lags.day_15
        ORDER BY prices.price_date DESC
        LIMIT 1
    ) AS close_15,
    (
        SELECT prices.close_price
        FROM stock_prices AS prices
        WHERE prices.stock_id = stocks.id AND prices.price_date <= lags.day_30
        ORDER BY prices.price_date DESC
        LIMIT 1
    ) AS close_30
FROM stocks
-- Evaluated once, not for each stock.
CROSS JOIN (
    SELECT
        max(recent.session_date) FILTER (WHERE recent.sessions_ago = 7) AS day_7,
        max(recent.session_date) FILTER (WHERE recent.sessions_ago = 15) AS day_15,
        max(recent.session_date) FILTER (WHERE recent.sessions_ago = 30) AS day_30
    FROM recent_sessions AS recent
) AS lags
CROSS JOIN
    LATERAL (
        SELECT
            known.price_date,
            known.close_price,
            known.volume
        FROM known_prices AS known
        WHERE known.stock_id = stocks.id
        ORDER BY known.price_date DESC
        LIMIT 1
    ) AS newest
WHERE stocks.is_active;
