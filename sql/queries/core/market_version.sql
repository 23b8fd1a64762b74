-- A text that changes with every committed change of data that market reads return, and with the clock.
SELECT
    concat_ws(
        '/', clock.as_of_date, clock.source, extract(EPOCH FROM clock.updated_at), changes.total
    ) AS version
FROM (SELECT sum(revisions.revision) AS total FROM stock_revisions AS revisions) AS changes
LEFT JOIN current_as_of AS clock ON TRUE
