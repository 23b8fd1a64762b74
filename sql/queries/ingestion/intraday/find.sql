-- What is wrong with the minutes that a run was to bring up to date: tickers that failed, sessions with a
-- daily bar and no minutes, and sessions whose minutes are not the daily bar. Of a running session, only
-- tickers that failed.
INSERT INTO intraday_findings (run_id, severity, ticker, session_date, detail)
WITH planned AS (
    SELECT
        runs.id,
        runs.first_session,
        runs.as_of_date,
        runs.newest_only,
        tickers.ticker,
        tickers.state,
        tickers.message
    FROM intraday_runs AS runs
    INNER JOIN intraday_run_tickers AS tickers ON runs.id = tickers.run_id
    WHERE runs.id = :run_id
)

SELECT
    planned.id,
    'error',
    planned.ticker,
    NULL,
    coalesce(planned.message, 'It was not loaded: see the log of its task.')
FROM planned
WHERE planned.state IN ('failed', 'planned')
UNION ALL
SELECT
    planned.id,
    CASE days.verdict WHEN 'adjusted' THEN 'info' ELSE 'warning' END,
    planned.ticker,
    days.session_date,
    days.detail
FROM planned
INNER JOIN intraday_days AS days
    ON
        planned.ticker = days.symbol
        AND days.session_date BETWEEN planned.first_session AND planned.as_of_date
WHERE NOT planned.newest_only AND days.verdict <> 'equal'
UNION ALL
SELECT
    planned.id,
    'warning',
    planned.ticker,
    prices.price_date,
    'There are no minutes of this session, in which ' || prices.volume || ' shares were traded.'
FROM planned
INNER JOIN stocks ON planned.ticker = stocks.ticker
INNER JOIN stock_prices AS prices
    ON
        stocks.id = prices.stock_id
        AND prices.price_date BETWEEN planned.first_session AND planned.as_of_date
LEFT JOIN intraday_sessions AS sessions
    ON planned.ticker = sessions.symbol AND prices.price_date = sessions.session_date
WHERE NOT planned.newest_only AND prices.volume > 0 AND sessions.symbol IS NULL
ORDER BY 3, 4;
