SELECT count(*) AS total
FROM market_events AS events
WHERE
    (cast(:ticker AS TEXT) IS NULL OR events.ticker = :ticker)
    AND (cast(:kind AS TEXT) IS NULL OR events.kind = :kind)
    AND (cast(:first AS DATE) IS NULL OR events.session_date >= :first);
