SELECT
    events.ticker,
    events.session_date AS session,
    events.at,
    events.kind,
    events.value,
    events.unit,
    events.baseline,
    events.detail
FROM market_events AS events
WHERE
    (cast(:ticker AS TEXT) IS NULL OR events.ticker = :ticker)
    AND (cast(:kind AS TEXT) IS NULL OR events.kind = :kind)
    AND (cast(:first AS DATE) IS NULL OR events.session_date >= :first)
ORDER BY events.at DESC, events.ticker ASC, events.kind ASC, events.detail ASC
LIMIT :limit OFFSET :skipped;
