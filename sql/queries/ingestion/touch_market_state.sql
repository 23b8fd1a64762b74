UPDATE market_state
SET updated_at = now();
