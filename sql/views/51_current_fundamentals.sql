-- What is known today of the fundamentals of each stock: the newest snapshot of each metric.
CREATE VIEW current_fundamentals AS
SELECT DISTINCT ON (snapshots.stock_id, snapshots.metric)
    snapshots.stock_id,
    stocks.ticker,
    snapshots.metric,
    snapshots.value,
    snapshots.unit,
    snapshots.period,
    snapshots.session_date,
    snapshots.source,
    snapshots.reason,
    snapshots.note,
    snapshots.known_from
FROM fundamental_snapshots AS snapshots
INNER JOIN stocks ON snapshots.stock_id = stocks.id
WHERE snapshots.session_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
ORDER BY
    snapshots.stock_id ASC, snapshots.metric ASC, snapshots.session_date DESC, snapshots.known_from DESC;
