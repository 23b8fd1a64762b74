SELECT
    known.price_date AS date,
    cast(known.open_price AS DOUBLE PRECISION) AS open,
    cast(known.high_price AS DOUBLE PRECISION) AS high,
    cast(known.low_price AS DOUBLE PRECISION) AS low,
    cast(known.close_price AS DOUBLE PRECISION) AS close,
    known.volume,
    numbered.number
FROM known_prices AS known
INNER JOIN (
    SELECT
        sessions.session_date,
        row_number() OVER (ORDER BY sessions.session_date) - 1 AS number
    FROM trading_sessions AS sessions
) AS numbered ON known.price_date = numbered.session_date
WHERE known.stock_id = :stock_id AND known.price_date >= cast(:start AS DATE)
ORDER BY known.price_date;
