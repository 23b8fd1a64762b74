-- A member that no one has described yet is called by its ticker until company data arrives.
INSERT INTO stocks (ticker, name, exchange)
SELECT
    listed.ticker,
    listed.ticker AS name,
    'HOSE'
FROM unnest(cast(:listed AS TEXT[])) AS listed (ticker)
ON CONFLICT (ticker) DO NOTHING;
