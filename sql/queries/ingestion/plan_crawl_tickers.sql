-- Planning a crawl again resets its tickers, and deletes those that are no longer part of it.
WITH dropped AS (
    DELETE FROM crawl_tickers
    WHERE crawl_id = :crawl_id AND NOT ticker = any(cast(:tickers AS TEXT[]))
)

INSERT INTO crawl_tickers (crawl_id, ticker)
SELECT
    :crawl_id,
    wanted.ticker
FROM unnest(cast(:tickers AS TEXT[])) AS wanted (ticker)
ON CONFLICT (crawl_id, ticker) DO UPDATE
    SET
        state = 'planned',
        message = NULL,
        answered_by = NULL,
        rows_inserted = NULL,
        rows_updated = NULL,
        rows_unchanged = NULL,
        rows_removed = NULL,
        rows_quarantined = NULL,
        updated_at = now();
