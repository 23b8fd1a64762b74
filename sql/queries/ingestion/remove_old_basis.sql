-- Stored bars that none of the staged ones replaces.
DELETE FROM stock_prices
WHERE
    stock_id = :stock_id
    AND price_date NOT IN (SELECT staged.price_date FROM staged_bars AS staged);
