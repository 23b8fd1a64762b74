INSERT INTO fundamental_snapshots (
    stock_id, metric, session_date, known_from, value, unit, period, source, reason, note
)
SELECT
    stocks.id,
    figures.metric,
    :day,
    :fetched_at,
    figures.value,
    figures.unit,
    figures.period,
    :source,
    figures.reason,
    figures.note
FROM
    jsonb_to_recordset(cast(:figures AS JSONB)) AS figures (
        metric TEXT,
        value DOUBLE PRECISION,
        unit TEXT,
        period TEXT,
        reason TEXT,
        note TEXT,
        is_given BOOLEAN
    )
INNER JOIN stocks ON stocks.ticker = :ticker
LEFT JOIN LATERAL (
    SELECT snapshots.*
    FROM fundamental_snapshots AS snapshots
    WHERE
        snapshots.stock_id = stocks.id
        AND snapshots.metric = figures.metric
        AND snapshots.session_date <= :day
    ORDER BY snapshots.session_date DESC, snapshots.known_from DESC
    LIMIT 1
) AS known ON TRUE
WHERE
    known.stock_id IS NULL
    OR (
        figures.is_given
        AND (known.value, known.period, known.source, known.reason, known.note)
        IS DISTINCT FROM (figures.value, figures.period, cast(:source AS TEXT), figures.reason, figures.note)
    );
