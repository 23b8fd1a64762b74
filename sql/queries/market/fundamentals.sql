-- The newest snapshot of each metric up to a session.
SELECT
    stocks.ticker AS symbol,
    newest.metric,
    newest.value,
    newest.unit,
    newest.period,
    newest.session_date AS date,
    newest.source,
    newest.reason,
    newest.note,
    newest.known_from
FROM stocks
CROSS JOIN unnest(cast(:metrics AS TEXT[])) AS metrics (metric)
-- By the primary key: as quick with ten years of snapshots as with one.
CROSS JOIN
    LATERAL (
        SELECT snapshots.*
        FROM fundamental_snapshots AS snapshots
        WHERE
            snapshots.stock_id = stocks.id
            AND snapshots.metric = metrics.metric
            AND snapshots.session_date <= :day
        ORDER BY snapshots.session_date DESC, snapshots.known_from DESC
        LIMIT 1
    ) AS newest
WHERE cast(:tickers AS TEXT[]) IS NULL OR stocks.ticker = any(cast(:tickers AS TEXT[]))
ORDER BY stocks.ticker, newest.metric;
