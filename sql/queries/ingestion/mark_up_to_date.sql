UPDATE crawl_tickers
SET state = 'up_to_date', message = NULL, updated_at = now()
WHERE crawl_id = :crawl_id AND NOT ticker = any(:tickers);
