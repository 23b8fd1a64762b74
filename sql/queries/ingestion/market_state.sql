SELECT
    market,
    source,
    follows_wall_clock,
    as_of_date
FROM market_state
FOR SHARE;
