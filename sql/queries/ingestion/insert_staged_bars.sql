-- Without ON CONFLICT: the stock is locked, and a speculative insert takes a fifth longer.
INSERT INTO stock_prices (
    stock_id, price_date, open_price, high_price, low_price, close_price, volume, source, fetched_at,
    is_provisional
)
SELECT
    :stock_id,
    staged.price_date,
    staged.open_price,
    staged.high_price,
    staged.low_price,
    staged.close_price,
    staged.volume,
    :source,
    :fetched_at,
    staged.price_date > :settled
FROM staged_bars AS staged
WHERE
    NOT EXISTS (
        SELECT 1
        FROM stock_prices AS prices
        WHERE prices.stock_id = :stock_id AND prices.price_date = staged.price_date
    );
