SELECT id
FROM stocks
WHERE ticker = :ticker
FOR UPDATE;
