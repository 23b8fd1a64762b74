-- The members of the VN30 that the price source does not have, by the newest crawl of all members. A crawl of
-- some tickers does not ask for the others.
CREATE VIEW absent_members AS
SELECT unnest(newest.absent_members) AS ticker
FROM (
    SELECT crawls.absent_members
    FROM crawl_runs AS crawls
    WHERE crawls.request -> 'tickers' IS NULL
    ORDER BY crawls.created_at DESC
    LIMIT 1
) AS newest;
