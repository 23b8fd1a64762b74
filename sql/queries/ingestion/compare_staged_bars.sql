-- Numbers of sessions that are both stored and staged, of those whose bars differ, and of those that are
-- stored as provisional.
SELECT
    count(*) AS common,
    count(*) FILTER (
        WHERE
        (prices.open_price, prices.high_price, prices.low_price, prices.close_price, prices.volume)
        IS DISTINCT FROM
        (staged.open_price, staged.high_price, staged.low_price, staged.close_price, staged.volume)
    ) AS changed,
    count(*) FILTER (WHERE prices.is_provisional) AS provisional
FROM stock_prices AS prices
INNER JOIN staged_bars AS staged ON prices.price_date = staged.price_date
WHERE prices.stock_id = :stock_id;
