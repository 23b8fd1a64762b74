SELECT
    stored.url,
    runs.as_of_date
FROM experiment_runs AS runs
INNER JOIN experiment_ticker_artifacts AS artifacts ON runs.id = artifacts.run_id
INNER JOIN stocks ON artifacts.stock_id = stocks.id
CROSS JOIN
    LATERAL (
        VALUES
        ('evaluation_png', artifacts.evaluation_png_url),
        ('future_png', artifacts.future_png_url)
    ) AS stored (type, url)
WHERE
    runs.airflow_run_id = :airflow_run_id
    AND stocks.ticker = :ticker
    AND stored.type = :type
    AND stored.url IS NOT NULL;
