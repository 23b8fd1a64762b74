"""BUY, HOLD or SELL for each stock, profile and horizon, from published forecasts, and the track record."""
