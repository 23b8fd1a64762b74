-- The stocks of a batch that were not answered since its run was planned.
SELECT stocks.ticker
FROM stocks
LEFT JOIN fundamental_checks AS checks ON stocks.id = checks.stock_id
WHERE
    stocks.ticker = any(cast(:tickers AS TEXT[]))
    AND (
        checks.answered_at IS NULL
        OR checks.answered_at < cast(:planned_at AS TIMESTAMPTZ)
        OR checks.session_date <> cast(:session AS DATE)
    )
ORDER BY stocks.ticker;
