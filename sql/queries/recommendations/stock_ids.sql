SELECT
    stocks.ticker,
    stocks.id
FROM stocks
WHERE stocks.ticker = any(:tickers);
