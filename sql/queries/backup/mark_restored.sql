-- What is kept by the version of the market (core/market_version) is of another history of changes: restored
-- data may come to the same counts by other ways.
UPDATE market_state SET updated_at = clock_timestamp();
