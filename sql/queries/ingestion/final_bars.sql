SELECT
    prices.price_date,
    cast(prices.close_price AS DOUBLE PRECISION) AS close,
    coalesce(prices.volume, 0) AS volume
FROM stock_prices AS prices
INNER JOIN stocks ON prices.stock_id = stocks.id
WHERE stocks.ticker = :ticker AND NOT prices.is_provisional
ORDER BY prices.price_date;
