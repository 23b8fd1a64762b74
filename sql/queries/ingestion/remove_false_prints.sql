-- A false print on the newest bar shows as such one session later: then the same print leaves the table.
-- A stored bar with another close was right when it came, and stays.
DELETE FROM stock_prices
USING unnest(cast(:sessions AS DATE[]), cast(:closes AS NUMERIC[])) AS refused (price_date, close_price)
WHERE
    stock_prices.stock_id = :stock_id
    AND stock_prices.price_date = refused.price_date
    AND stock_prices.close_price = round(refused.close_price, 4);
