SELECT
    state.market,
    clock_timestamp() AS read_at
FROM market_state AS state;
