SELECT
    trades.number,
    trades.session_date,
    trades.decided_date,
    trades.ticker,
    trades.quantity,
    trades.price,
    trades.fee,
    trades.tax,
    trades.reason,
    trades.opened_date,
    trades.gain,
    to_char(trades.minute, 'HH24:MI') AS minute
FROM simulation_trades AS trades
WHERE
    trades.simulation_id = cast(:simulation_id AS UUID)
    AND (cast(:ticker AS TEXT) IS NULL OR trades.ticker = upper(:ticker))
ORDER BY trades.number
LIMIT :limit OFFSET :skipped;
