SELECT stocks.ticker AS symbol
FROM stocks
WHERE cast(:kind AS TEXT) IS NULL OR stocks.kind = :kind
ORDER BY stocks.ticker;
