INSERT INTO crawl_tickers (crawl_id, ticker)
VALUES (:crawl_id, :ticker)
ON CONFLICT (crawl_id, ticker) DO UPDATE SET state = 'planned', message = NULL, updated_at = now();
