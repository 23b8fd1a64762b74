-- Deletes the stored bars that no staged bar replaces.
DELETE FROM stock_prices
WHERE
    stock_id = :stock_id
    AND price_date NOT IN (SELECT staged.price_date FROM staged_bars AS staged);
