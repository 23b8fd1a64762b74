SELECT
    ticker,
    sector
FROM stocks
WHERE is_active AND ticker = any(:tickers);
