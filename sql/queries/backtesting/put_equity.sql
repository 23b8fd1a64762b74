INSERT INTO simulation_equity (simulation_id, sessions, equity, cash, buy_and_hold, vn30, regimes)
VALUES (
    cast(:simulation_id AS UUID),
    cast(:sessions AS DATE[]),
    cast(:equity AS DOUBLE PRECISION[]),
    cast(:cash AS DOUBLE PRECISION[]),
    cast(:buy_and_hold AS DOUBLE PRECISION[]),
    cast(:vn30 AS DOUBLE PRECISION[]),
    cast(:regimes AS TEXT[])
);
