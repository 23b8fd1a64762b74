-- A cancelled request is not claimed. A run that was cleared keeps its session and stocks.
UPDATE walk_forwards
SET
    state = 'running',
    problem = NULL,
    finished_at = NULL,
    started_at = coalesce(started_at, clock_timestamp()),
    as_of_date = coalesce(as_of_date, :as_of_date),
    tickers = coalesce(tickers, cast(:tickers AS TEXT[]))
WHERE id = cast(:id AS UUID) AND state <> 'cancelled'
RETURNING id;
