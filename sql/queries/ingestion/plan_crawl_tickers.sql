INSERT INTO crawl_tickers (crawl_id, ticker)
SELECT
    :crawl_id,
    wanted.ticker
FROM unnest(cast(:tickers AS TEXT[])) AS wanted (ticker)
ON CONFLICT (crawl_id, ticker) DO UPDATE SET state = 'planned', message = NULL, updated_at = now();
