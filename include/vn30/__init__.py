"""VN30 price data and forecasts: the library that the DAGs, the plugins and the API share."""
