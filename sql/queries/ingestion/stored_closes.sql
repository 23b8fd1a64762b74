SELECT
    prices.price_date,
    cast(prices.close_price AS DOUBLE PRECISION) AS close,
    prices.source
FROM stock_prices AS prices
INNER JOIN stocks ON prices.stock_id = stocks.id
WHERE stocks.ticker = :ticker
ORDER BY prices.price_date;
