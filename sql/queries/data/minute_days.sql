SELECT
    days.symbol,
    days.session_date AS date,
    days.bars,
    cast(days.open_price AS DOUBLE PRECISION) AS open,
    cast(days.high_price AS DOUBLE PRECISION) AS high,
    cast(days.low_price AS DOUBLE PRECISION) AS low,
    cast(days.close_price AS DOUBLE PRECISION) AS close,
    days.volume,
    days.first_minute,
    days.last_minute,
    days.empty_minutes,
    days.longest_gap,
    days.has_close,
    days.source,
    days.verdict,
    days.detail
FROM intraday_days AS days
WHERE
    days.session_date <= :as_of
    AND (cast(:start AS DATE) IS NULL OR days.session_date >= :start)
    AND (cast(:tickers AS TEXT[]) IS NULL OR days.symbol = any(cast(:tickers AS TEXT[])))
ORDER BY days.symbol, days.session_date;
