SELECT
    results.airflow_run_id AS run_id,
    results.session_date AS session,
    results.as_of_date AS prices_up_to,
    results.horizon,
    results.ticker,
    results.tickers,
    results.values_compared,
    results.differences,
    results.details,
    results.checked_at
FROM lookahead_results AS results
ORDER BY results.session_date;
