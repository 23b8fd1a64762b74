-- All stored closes, those after today included: stored prices are adjusted for what came after it, too.
SELECT
    stocks.ticker,
    prices.price_date,
    cast(prices.close_price AS DOUBLE PRECISION) AS close_price
FROM stock_prices AS prices
INNER JOIN stocks ON prices.stock_id = stocks.id
WHERE
    stocks.ticker = any(cast(:tickers AS TEXT[]))
    AND prices.stock_id = any(
        array(
            SELECT named.id
            FROM stocks AS named
            WHERE named.ticker = any(cast(:tickers AS TEXT[]))
        )
    )
ORDER BY stocks.ticker, prices.price_date;
