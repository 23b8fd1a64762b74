SELECT
    'warning' AS severity,
    ticker,
    count(*) || ' rows refused: ' || reason
    || ' (first on ' || coalesce(min(price_date)::TEXT, '?') || ')' AS detail
FROM price_quarantine
WHERE crawl_id = :crawl_id
GROUP BY ticker, reason
ORDER BY ticker, reason;
