-- The members of the VN30 by session of a period. Days before the first recorded basket have its members.
SELECT
    stays.ticker,
    stays.effective_from,
    stays.effective_to
FROM index_members AS stays
WHERE stays.index_code = 'VN30'
ORDER BY stays.ticker, stays.effective_from;
