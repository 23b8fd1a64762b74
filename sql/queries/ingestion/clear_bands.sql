DELETE FROM price_bands
WHERE ticker = any(:tickers);
