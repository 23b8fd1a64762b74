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
WHERE cast(:ticker AS TEXT) IS NULL OR stocks.ticker = :ticker
ORDER BY restatements.id DESC
LIMIT :limit OFFSET :skipped;
