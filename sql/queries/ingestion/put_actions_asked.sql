UPDATE stocks
SET actions_asked_at = now()
WHERE ticker = :ticker;
