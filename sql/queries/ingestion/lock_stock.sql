-- One load of a ticker at a time. Rows that refer to the stock (a forecast, a watchlist) need not wait.
SELECT id
FROM stocks
WHERE ticker = :ticker
FOR NO KEY UPDATE;
