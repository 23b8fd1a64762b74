-- The session up to which a crawl completed all series: no row if it was of some tickers, ended before the
-- as-of session, or processed a past session.
SELECT crawls.as_of_date AS session_date
FROM crawl_runs AS crawls
INNER JOIN current_as_of AS clock ON crawls.as_of_date = clock.as_of_date
WHERE
    crawls.airflow_run_id = :airflow_run_id
    AND crawls.request -> 'tickers' IS NULL
    AND coalesce(cast(crawls.request ->> 'end' AS DATE), crawls.as_of_date) = crawls.as_of_date;
