-- Days without a session of which most series of a crawl have a row with volume, up to its as-of session.
SELECT
    refused.price_date AS day,
    count(DISTINCT refused.ticker) || ' of ' || max(loaded.series)
    || ' series have a row with volume' AS reason
FROM price_quarantine AS refused
CROSS JOIN (
    SELECT count(*) AS series
    FROM crawl_tickers AS tickers
    WHERE tickers.crawl_id = :crawl_id AND tickers.state = 'loaded'
) AS loaded
WHERE
    refused.crawl_id = :crawl_id
    AND refused.reason = :reason
    AND refused.raw_values ->> 'volume' ~ '[1-9]'
GROUP BY refused.price_date
HAVING count(DISTINCT refused.ticker) > 1 AND 2 * count(DISTINCT refused.ticker) > max(loaded.series)
ORDER BY refused.price_date;
