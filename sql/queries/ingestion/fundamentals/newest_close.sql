SELECT cast(prices.close_price AS DOUBLE PRECISION) AS close_price
FROM stock_prices AS prices
INNER JOIN stocks ON prices.stock_id = stocks.id
WHERE stocks.ticker = :ticker AND prices.price_date <= :day
ORDER BY prices.price_date DESC
LIMIT 1;
