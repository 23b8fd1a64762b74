-- A text that changes with every committed change of data that market reads return, and with the clock; and
-- the clock itself, which most of them return.
SELECT
    concat_ws(
        '/', clock.as_of_date, clock.source, extract(EPOCH FROM clock.updated_at), changes.total
    ) AS version,
    clock.as_of_date AS as_of,
    CASE WHEN clock.market = 'simulated' THEN 'simulated' ELSE clock.source END AS data_source
FROM (SELECT sum(revisions.revision) AS total FROM stock_revisions AS revisions) AS changes
LEFT JOIN current_as_of AS clock ON TRUE
