-- Equal rows are not updated, which saves a row version and index writes.
UPDATE stock_prices
SET
    open_price = staged.open_price,
    high_price = staged.high_price,
    low_price = staged.low_price,
    close_price = staged.close_price,
    volume = staged.volume,
    source = :source,
    fetched_at = :fetched_at,
    is_provisional = staged.price_date > :settled
FROM staged_bars AS staged
WHERE
    stock_prices.stock_id = :stock_id
    AND stock_prices.price_date = staged.price_date
    AND (
        stock_prices.open_price, stock_prices.high_price, stock_prices.low_price,
        stock_prices.close_price, stock_prices.volume
    )
    IS DISTINCT FROM
    (staged.open_price, staged.high_price, staged.low_price, staged.close_price, staged.volume);
