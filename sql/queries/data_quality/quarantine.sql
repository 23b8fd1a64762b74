SELECT
    rejected.id,
    rejected.ticker,
    rejected.price_date AS session,
    rejected.reason,
    rejected.raw_values,
    rejected.source,
    crawls.airflow_run_id AS run_id,
    rejected.created_at AS rejected_at
FROM price_quarantine AS rejected
INNER JOIN crawl_runs AS crawls ON rejected.crawl_id = crawls.id
WHERE cast(:ticker AS TEXT) IS NULL OR rejected.ticker = :ticker
ORDER BY rejected.id DESC
LIMIT :limit OFFSET :skipped;
