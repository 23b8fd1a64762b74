SELECT market
FROM market_state
FOR UPDATE;
