-- Stored bars between the staged ones that none of them replaces.
DELETE FROM stock_prices
USING stocks
WHERE
    stock_prices.stock_id = stocks.id
    AND stocks.ticker = :ticker
    AND stock_prices.price_date NOT IN (SELECT staged.price_date FROM staged_bars AS staged);
