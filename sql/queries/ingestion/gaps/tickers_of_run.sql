-- What the crawl of an Airflow run has done for each of its tickers.
SELECT
    loads.ticker,
    loads.state,
    loads.message
FROM crawl_runs AS runs
INNER JOIN crawl_tickers AS loads ON runs.id = loads.crawl_id
WHERE runs.airflow_run_id = :airflow_run_id
UNION ALL
SELECT
    loads.ticker,
    loads.state,
    loads.message
FROM intraday_runs AS runs
INNER JOIN intraday_run_tickers AS loads ON runs.id = loads.run_id
WHERE runs.airflow_run_id = :airflow_run_id
ORDER BY ticker;
