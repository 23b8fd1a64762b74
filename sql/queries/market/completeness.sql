SELECT
    sessions.ticker AS symbol,
    sessions.kind,
    cast(date_trunc('month', sessions.session_date) AS DATE) AS month,
    count(*) AS expected,
    count(*) FILTER (WHERE sessions.state = 'stored') AS stored,
    count(*) FILTER (WHERE sessions.state = 'provisional') AS provisional,
    count(*) FILTER (WHERE sessions.state = 'untraded') AS untraded,
    count(*) FILTER (WHERE sessions.state = 'different') AS different,
    count(*) FILTER (WHERE sessions.state = 'absent') AS absent,
    count(*) FILTER (WHERE sessions.state = 'missing') AS missing
FROM series_sessions AS sessions
WHERE
    sessions.series = :series
    AND sessions.session_date BETWEEN :first AND :last
    AND (cast(:tickers AS TEXT[]) IS NULL OR sessions.ticker = any(cast(:tickers AS TEXT[])))
GROUP BY sessions.ticker, sessions.kind, cast(date_trunc('month', sessions.session_date) AS DATE)
ORDER BY sessions.kind DESC, sessions.ticker ASC, month ASC;
