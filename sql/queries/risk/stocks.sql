-- The stocks whose risk is computed after a session: those that have traded in the 30 days before it.
SELECT
    stocks.id,
    stocks.ticker
FROM stocks
WHERE
    stocks.is_active
    AND (cast(:tickers AS TEXT[]) IS NULL OR stocks.ticker = any(cast(:tickers AS TEXT[])))
    AND EXISTS (
        SELECT 1
        FROM stock_prices AS prices
        WHERE
            prices.stock_id = stocks.id
            AND prices.price_date BETWEEN cast(:session AS DATE) - 30 AND cast(:session AS DATE)
    )
ORDER BY stocks.ticker;
