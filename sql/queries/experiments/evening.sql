-- When the evening of a session ended, which is with the first crawl for a later one (null: it has not), and
-- the last moment of it of which the platform has the prices: that as of which the newest training run of
-- that evening has read them, or else the report of the newest complete crawl. Null if there is none.
SELECT
    evening.ended_at,
    coalesce(
        (
            SELECT max(runs.prices_known_at)
            FROM experiment_runs AS runs
            WHERE runs.as_of_date = :session AND runs.prices_known_at < evening.ended_at
        ),
        (
            SELECT max(reports.created_at)
            FROM crawl_runs AS crawls
            INNER JOIN crawl_reports AS reports ON crawls.id = reports.crawl_id
            CROSS JOIN market_state AS state
            WHERE
                crawls.as_of_date = :session
                AND crawls.request -> 'tickers' IS NULL
                AND coalesce(cast(crawls.request ->> 'end' AS DATE), crawls.as_of_date) = crawls.as_of_date
                AND reports.errors = 0
                AND reports.created_at < evening.ended_at
                AND reports.created_at >= state.history_since
        )
    ) AS known_at
FROM (
    SELECT min(later.created_at) AS ended_at
    FROM crawl_runs AS later
    WHERE later.as_of_date > :session
) AS evening;
