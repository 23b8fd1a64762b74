-- A stock without newer risk keeps the newest that it has: views show it with its date.
WITH sessions AS (
    SELECT
        states.session_date,
        row_number() OVER (ORDER BY states.session_date DESC) AS place,
        states.session_date = max(states.session_date) OVER (
            PARTITION BY date_trunc('month', states.session_date)
        ) AS ends_month
    FROM risk_states AS states
    GROUP BY states.session_date
)

DELETE FROM risk_states AS expired
USING sessions
WHERE
    expired.session_date = sessions.session_date
    AND sessions.place > :keep_sessions
    AND NOT sessions.ends_month
    AND EXISTS (
        SELECT 1
        FROM risk_states AS newer
        WHERE newer.stock_id = expired.stock_id AND newer.session_date > expired.session_date
    );
