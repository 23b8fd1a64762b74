SELECT
    'info' AS severity,
    stocks.ticker,
    'restated: ' || restatements.bars_restated || ' bars, those before ' || restatements.ex_date
    || ' multiplied by ' || trim_scale(round(restatements.factor, 6))
    || '; likely cause: ' || restatements.likely_cause AS detail
FROM price_restatements AS restatements
INNER JOIN stocks ON restatements.stock_id = stocks.id
WHERE restatements.crawl_id = :crawl_id
ORDER BY stocks.ticker, restatements.ex_date;
