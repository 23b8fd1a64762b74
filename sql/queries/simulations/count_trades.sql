SELECT count(*) AS total
FROM simulation_trades AS trades
WHERE
    trades.simulation_id = cast(:simulation_id AS UUID)
    AND (cast(:ticker AS TEXT) IS NULL OR trades.ticker = upper(:ticker));
