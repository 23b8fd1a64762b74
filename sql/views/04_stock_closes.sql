-- One row a stock: the newest close, and the closes 7, 15 and 30 sessions before today
-- (the bar before it where a stock did not trade that session).
CREATE VIEW stock_closes AS
SELECT
    stocks.id AS stock_id,
    newest.price_date,
    newest.close_price,
    newest.volume,
    closes.close_7,
    closes.close_15,
    closes.close_30
FROM stocks
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
CROSS JOIN
    LATERAL (
        SELECT
            max(earlier.close_price) FILTER (WHERE lags.sessions_ago = 7) AS close_7,
            max(earlier.close_price) FILTER (WHERE lags.sessions_ago = 15) AS close_15,
            max(earlier.close_price) FILTER (WHERE lags.sessions_ago = 30) AS close_30
        FROM recent_sessions AS lags
        CROSS JOIN
            LATERAL (
                SELECT prices.close_price
                FROM stock_prices AS prices
                WHERE prices.stock_id = stocks.id AND prices.price_date <= lags.session_date
                ORDER BY prices.price_date DESC
                LIMIT 1
            ) AS earlier
        WHERE lags.sessions_ago IN (7, 15, 30)
    ) AS closes
WHERE stocks.is_active;
