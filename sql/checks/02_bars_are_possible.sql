SELECT
    'error' AS severity,
    stocks.ticker,
    count(*) || ' stored bars violate 0 < low <= open, close <= high' AS detail
FROM stock_prices AS prices
INNER JOIN stocks ON prices.stock_id = stocks.id
WHERE
    prices.low_price <= 0
    OR prices.low_price > least(prices.open_price, prices.close_price) + 0.5
    OR prices.high_price < greatest(prices.open_price, prices.close_price) - 0.5
GROUP BY stocks.ticker
ORDER BY stocks.ticker;
