SELECT coalesce(array_agg(DISTINCT source ORDER BY source), '{}') AS sources
FROM stock_prices
WHERE stock_id = :stock_id;
