-- A provisional bar that was fetched again after its session had settled is final, changed or not.
UPDATE stock_prices
SET is_provisional = FALSE
FROM staged_bars AS staged
WHERE
    stock_prices.stock_id = :stock_id
    AND stock_prices.is_provisional
    AND stock_prices.price_date = staged.price_date
    AND staged.price_date <= :settled;
