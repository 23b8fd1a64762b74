-- A snapshot that nothing later of its month has replaced stays: it is what was known at the end of it. What
-- replaces it is not later than the oldest session that is kept whole, which needs it otherwise.
DELETE FROM fundamental_snapshots AS expired
USING (
    SELECT min(newest.session_date) AS oldest
    FROM (
        SELECT DISTINCT snapshots.session_date
        FROM fundamental_snapshots AS snapshots
        ORDER BY snapshots.session_date DESC
        LIMIT :keep_sessions
    ) AS newest
) AS kept
WHERE
    expired.session_date < kept.oldest
    AND EXISTS (
        SELECT 1
        FROM fundamental_snapshots AS later
        WHERE
            later.stock_id = expired.stock_id
            AND later.metric = expired.metric
            AND later.session_date <= kept.oldest
            AND date_trunc('month', later.session_date) = date_trunc('month', expired.session_date)
            AND (later.session_date, later.known_from) > (expired.session_date, expired.known_from)
    );
