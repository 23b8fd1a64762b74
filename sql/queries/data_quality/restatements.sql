SELECT
    stocks.ticker,
    restatements.ex_date,
    restatements.factor,
    restatements.bars_restated,
    restatements.likely_cause,
    restatements.source,
    restatements.created_at AS recorded_at
FROM price_restatements AS restatements
INNER JOIN stocks ON restatements.stock_id = stocks.id
ORDER BY restatements.id DESC
LIMIT 100;
