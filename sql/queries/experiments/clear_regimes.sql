DELETE FROM market_regimes;
