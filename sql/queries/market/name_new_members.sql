-- The ticker serves as the name until company data has been loaded.
INSERT INTO stocks (ticker, name, exchange)
SELECT
    listed.ticker,
    listed.ticker AS name,
    'HOSE'
FROM unnest(cast(:listed AS TEXT[])) AS listed (ticker)
ON CONFLICT (ticker) DO NOTHING;
