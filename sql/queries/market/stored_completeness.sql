-- Empty unless the summary is current.
SELECT
    stored.ticker,
    stored.kind,
    stored.months,
    stored.document
FROM completeness_summary AS stored
WHERE
    EXISTS (
        SELECT 1
        FROM current_summaries AS states
        WHERE states.summary = 'series'
    )
ORDER BY stored.kind DESC, stored.ticker ASC;
