SELECT
    events.ticker AS symbol,
    events.session_date AS date,
    events.kind,
    events.value,
    events.unit,
    events.baseline,
    events.detail
FROM market_events AS events
WHERE
    events.session_date <= :as_of
    AND (cast(:start AS DATE) IS NULL OR events.session_date >= :start)
    AND (cast(:tickers AS TEXT[]) IS NULL OR events.ticker = any(cast(:tickers AS TEXT[])))
ORDER BY events.ticker, events.session_date, events.kind, events.detail;
