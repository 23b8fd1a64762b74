SELECT
    stocks.ticker AS symbol,
    prices.price_date AS date,
    cast(prices.open_price AS DOUBLE PRECISION) AS open,
    cast(prices.high_price AS DOUBLE PRECISION) AS high,
    cast(prices.low_price AS DOUBLE PRECISION) AS low,
    cast(prices.close_price AS DOUBLE PRECISION) AS close,
    prices.volume
FROM stock_prices AS prices
INNER JOIN stocks ON prices.stock_id = stocks.id
WHERE
    stocks.ticker = any(cast(:symbols AS TEXT[]))
    AND prices.price_date <= :as_of
    AND (cast(:start AS DATE) IS NULL OR prices.price_date >= :start)
ORDER BY stocks.ticker, prices.price_date;
