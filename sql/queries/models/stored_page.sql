-- A page of the summary, and the number of models: no row unless the summary is current, else at least one.
SELECT
    counted.total,
    page.plot_artifacts_id,
    cast(page.document AS TEXT) AS document
FROM current_summaries AS states
CROSS JOIN (SELECT count(*) AS total FROM model_summary) AS counted
LEFT JOIN (
    SELECT
        stored.ticker,
        stored.document,
        stored.plot_artifacts_id
    FROM model_summary AS stored
    ORDER BY stored.ticker
    LIMIT :limit OFFSET :skipped
) AS page ON page.document IS NOT NULL
WHERE states.summary = 'market'
ORDER BY page.ticker
