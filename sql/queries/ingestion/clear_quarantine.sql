DELETE FROM price_quarantine
WHERE crawl_id = :crawl_id AND ticker = :ticker;
