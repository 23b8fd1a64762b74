-- Readers go on; another writer waits.
LOCK TABLE market_regimes IN SHARE ROW EXCLUSIVE MODE;
