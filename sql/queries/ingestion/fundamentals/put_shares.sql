-- The company data of the stock have the same shares as what is known of it today.
UPDATE stocks
SET
    shares_outstanding = cast(current.value AS BIGINT),
    updated_at = now()
FROM current_fundamentals AS current
WHERE
    stocks.ticker = :ticker
    AND stocks.id = current.stock_id
    AND current.metric = 'shares_outstanding'
    AND current.value IS NOT NULL
    AND stocks.shares_outstanding IS DISTINCT FROM cast(current.value AS BIGINT);
