SELECT count(*) AS total
FROM price_quarantine AS rejected
WHERE cast(:ticker AS TEXT) IS NULL OR rejected.ticker = :ticker;
