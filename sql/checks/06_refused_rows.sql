-- Rows after the newest session that most series of a file have are wrong dates, or the other series are not
-- up to date: an error, until a later load of the series has none of them. All other rows are single faults.
-- The rows of a file have their line among their raw values.
WITH loads AS (
    SELECT DISTINCT ON (planned.ticker)
        planned.ticker,
        planned.crawl_id
    FROM crawl_tickers AS planned
    INNER JOIN crawl_tickers AS wanted ON planned.ticker = wanted.ticker AND wanted.crawl_id = :crawl_id
    WHERE planned.crawl_id = :crawl_id OR (wanted.state = 'up_to_date' AND planned.state = 'loaded')
    ORDER BY planned.ticker ASC, planned.state = 'loaded' DESC, planned.updated_at DESC
),

refused AS (
    SELECT
        quarantined.ticker,
        quarantined.reason,
        quarantined.reason LIKE 'date is after %' AS is_late,
        count(*) AS refused_rows,
        min(quarantined.price_date) AS first_date,
        (array_agg(quarantined.raw_values ORDER BY quarantined.price_date, quarantined.id))[1] AS first_row
    FROM price_quarantine AS quarantined
    INNER JOIN loads ON quarantined.ticker = loads.ticker AND quarantined.crawl_id = loads.crawl_id
    WHERE quarantined.reason LIKE 'date is after %' OR quarantined.crawl_id = :crawl_id
    GROUP BY quarantined.ticker, quarantined.reason
)

SELECT
    CASE WHEN is_late THEN 'error' ELSE 'warning' END AS severity,
    ticker,
    refused_rows || ' rows rejected: ' || reason || ' (first on ' || coalesce(first_date::TEXT, '?')
    || coalesce(', line ' || (first_row ->> 'line') || ' of ' || (first_row ->> 'file'), '') || ')'
    || CASE
        WHEN is_late
            THEN
                '. Correct their dates or complete the other series, then crawl with full_refresh; or set '
                || 'VN30_AS_OF'
        ELSE ''
    END AS detail
FROM refused
ORDER BY ticker, reason;
