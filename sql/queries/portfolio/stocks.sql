SELECT
    stocks.id,
    stocks.ticker,
    stocks.name,
    stocks.sector
FROM stocks
WHERE stocks.kind = 'stock'
ORDER BY stocks.ticker;
