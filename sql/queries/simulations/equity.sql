SELECT
    equities.sessions,
    equities.equity,
    equities.cash,
    equities.buy_and_hold,
    equities.vn30,
    equities.regimes
FROM simulation_equity AS equities
WHERE equities.simulation_id = cast(:simulation_id AS UUID);
