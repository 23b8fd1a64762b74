UPDATE crawl_tickers
SET state = 'failed', message = :message, updated_at = now()
WHERE crawl_id = :crawl_id AND ticker = :ticker;
