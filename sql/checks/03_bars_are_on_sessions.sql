SELECT
    'error' AS severity,
    stocks.ticker,
    count(*) || ' stored bars are not on a trading session, the first on ' || min(prices.price_date) AS detail
FROM stock_prices AS prices
INNER JOIN stocks ON prices.stock_id = stocks.id
LEFT JOIN trading_sessions AS sessions ON prices.price_date = sessions.session_date
WHERE sessions.session_date IS NULL
GROUP BY stocks.ticker
ORDER BY stocks.ticker;
