-- The closes that the adjustments of stocks depend on: the last one before each ex-date, and the newest one,
-- those after today included, as stored prices are adjusted for what came after it, too.
SELECT
    stocks.ticker,
    closes.price_date,
    cast(closes.close_price AS DOUBLE PRECISION) AS close_price
FROM stocks
CROSS JOIN
    LATERAL (
        SELECT
            before.price_date,
            before.close_price
        FROM (
            SELECT DISTINCT actions.ex_date
            FROM corporate_actions AS actions
            WHERE actions.stock_id = stocks.id
        ) AS days
        CROSS JOIN
            LATERAL (
                SELECT
                    prices.price_date,
                    prices.close_price
                FROM stock_prices AS prices
                WHERE prices.stock_id = stocks.id AND prices.price_date < days.ex_date
                ORDER BY prices.price_date DESC
                LIMIT 1
            ) AS before
        UNION
        (
            SELECT
                prices.price_date,
                prices.close_price
            FROM stock_prices AS prices
            WHERE prices.stock_id = stocks.id
            ORDER BY prices.price_date DESC
            LIMIT 1
        )
    ) AS closes
WHERE stocks.ticker = any(cast(:tickers AS TEXT[]))
ORDER BY stocks.ticker, closes.price_date;
