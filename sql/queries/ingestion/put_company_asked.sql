UPDATE stocks
SET company_asked_at = now()
WHERE ticker = :ticker;
