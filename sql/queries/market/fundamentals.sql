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
FROM (
    SELECT DISTINCT ON (snapshots.stock_id, snapshots.metric) snapshots.*
    FROM fundamental_snapshots AS snapshots
    WHERE snapshots.session_date <= :day
    ORDER BY
        snapshots.stock_id ASC, snapshots.metric ASC, snapshots.session_date DESC, snapshots.known_from DESC
) AS newest
INNER JOIN stocks ON newest.stock_id = stocks.id
WHERE cast(:tickers AS TEXT[]) IS NULL OR stocks.ticker = any(cast(:tickers AS TEXT[]))
ORDER BY stocks.ticker, newest.metric;
