-- Prices carried forward over sessions without trades: no volume, and the close of the bar before.
SELECT
    'warning' AS severity,
    ticker,
    sessions_untraded || ' of ' || bars_stored || ' bars have no volume and the price of the bar before: '
    || 'they are no trades, and no model is trained on them' AS detail
FROM crawl_tickers
WHERE crawl_id = :crawl_id AND sessions_untraded >= 10
ORDER BY ticker;
