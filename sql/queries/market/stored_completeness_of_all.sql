-- The whole summary as two texts of JSON: the months, which are those of all series, and the series. No row
-- unless it is current.
SELECT
    min(cast(stored.months AS TEXT)) AS months,
    cast(json_agg(stored.document ORDER BY stored.kind DESC, stored.ticker ASC) AS TEXT) AS data
FROM completeness_summary AS stored
WHERE
    EXISTS (
        SELECT 1
        FROM current_summaries AS states
        WHERE states.summary = 'series'
    )
HAVING count(*) > 0;
