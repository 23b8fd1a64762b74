INSERT INTO index_members (index_code, ticker, effective_from, source)
SELECT
    'VN30',
    listed.ticker,
    :session,
    :source
FROM unnest(cast(:listed AS TEXT[])) AS listed (ticker)
WHERE NOT EXISTS (
    SELECT 1
    FROM index_members AS members
    WHERE
        members.index_code = 'VN30'
        AND members.ticker = listed.ticker
        AND daterange(members.effective_from, members.effective_to) @> cast(:session AS DATE)
);
