-- The sessions of each ticker whose minutes are asked for: without minutes, stored before they had settled,
-- or other than the daily bar. After max_asks answers they stay as they are, unless they are asked for again.
-- A session without trades, by its daily bar or by what sources answered, has no minutes.
SELECT
    tickers.ticker,
    min(sessions.session_date) AS first_session,
    max(sessions.session_date) AS last_session
FROM unnest(cast(:tickers AS TEXT[])) AS tickers (ticker)
CROSS JOIN trading_sessions AS sessions
LEFT JOIN intraday_days AS days
    ON tickers.ticker = days.symbol AND sessions.session_date = days.session_date
LEFT JOIN intraday_sessions AS stored
    ON tickers.ticker = stored.symbol AND sessions.session_date = stored.session_date
LEFT JOIN stocks ON tickers.ticker = stocks.ticker
LEFT JOIN stock_prices AS prices
    ON stocks.id = prices.stock_id AND sessions.session_date = prices.price_date
LEFT JOIN session_absences AS suspensions
    ON stocks.id = suspensions.stock_id AND sessions.session_date = suspensions.session_date
LEFT JOIN intraday_absences AS absences
    ON tickers.ticker = absences.symbol AND sessions.session_date = absences.session_date
WHERE
    sessions.session_date BETWEEN :first AND :last
    AND (
        :again
        OR (
            stored.symbol IS NULL
            AND coalesce(absences.times_asked, 0) < :max_asks
            AND coalesce(prices.volume, 1) > 0
            AND suspensions.session_date IS NULL
        )
        OR stored.is_provisional
        OR (days.verdict = 'different' AND stored.times_asked < :max_asks)
    )
GROUP BY tickers.ticker
ORDER BY tickers.ticker;
