INSERT INTO price_restatements (crawl_id, stock_id, ex_date, factor, bars_restated, likely_cause, source)
VALUES (:crawl_id, :stock_id, :ex_date, :factor, :bars, :likely_cause, :source);
