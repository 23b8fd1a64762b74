-- The session up to which a crawl made all series complete: none if it was asked for some of them, for less
-- than up to today, or as of a day that is past.
SELECT crawls.as_of_date AS session_date
FROM crawl_runs AS crawls
INNER JOIN current_as_of AS clock ON crawls.as_of_date = clock.as_of_date
WHERE
    crawls.airflow_run_id = :airflow_run_id
    AND crawls.request -> 'tickers' IS NULL
    AND coalesce(cast(crawls.request ->> 'end' AS DATE), crawls.as_of_date) = crawls.as_of_date;
