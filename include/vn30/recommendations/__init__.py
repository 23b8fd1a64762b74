"""BUY, HOLD or SELL for each stock, profile and horizon, made from published forecasts, and their track record."""
