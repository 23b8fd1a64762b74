SELECT
    stocks.ticker,
    count(*) AS sessions,
    min(prices.price_date) AS first_session,
    max(prices.price_date) AS last_session
FROM stock_prices AS prices
INNER JOIN stocks ON prices.stock_id = stocks.id
WHERE stocks.kind = 'stock' AND prices.price_date <= :as_of
GROUP BY stocks.ticker;
