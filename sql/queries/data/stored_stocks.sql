SELECT stocks.ticker
FROM stocks
WHERE
    stocks.kind = 'stock'
    AND EXISTS (
        SELECT 1
        FROM stock_prices AS prices
        WHERE prices.stock_id = stocks.id AND prices.price_date <= :as_of
    )
ORDER BY stocks.ticker;
