SELECT id
FROM stocks
WHERE ticker = :ticker;
