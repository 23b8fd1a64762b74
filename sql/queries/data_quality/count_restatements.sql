SELECT count(*) AS total
FROM price_restatements AS restatements
INNER JOIN stocks ON restatements.stock_id = stocks.id
WHERE cast(:ticker AS TEXT) IS NULL OR stocks.ticker = :ticker;
