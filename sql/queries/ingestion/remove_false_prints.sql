-- A false print on the newest bar is detected one session later: then the stored bar with that close is
-- removed. A stored bar with another close, beyond rounding, is kept.
DELETE FROM stock_prices
USING unnest(cast(:sessions AS DATE[]), cast(:closes AS NUMERIC[])) AS refused (price_date, close_price)
WHERE
    stock_prices.stock_id = :stock_id
    AND stock_prices.price_date = refused.price_date
    AND abs(stock_prices.close_price - refused.close_price) <= :rounding;
