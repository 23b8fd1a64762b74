-- What the mirror and the platform's own records say of a run of Airflow; always one row.
SELECT
    (
        SELECT runs.state
        FROM pipeline_runs AS runs
        WHERE runs.dag_id = :dag_id AND runs.run_id = :run_id
    ) AS state,
    (
        SELECT crawls.id
        FROM crawl_runs AS crawls
        WHERE crawls.airflow_run_id = :run_id AND cast(:is_crawl AS BOOLEAN)
    ) AS crawl_id,
    (
        SELECT crawls.request -> 'tickers' IS NULL
        FROM crawl_runs AS crawls
        WHERE crawls.airflow_run_id = :run_id AND cast(:is_crawl AS BOOLEAN)
    ) AS has_all_series,
    CASE
        WHEN :is_crawl
            THEN (
                SELECT crawls.as_of_date
                FROM crawl_runs AS crawls
                WHERE crawls.airflow_run_id = :run_id
            )
        ELSE (
            SELECT experiments.as_of_date
            FROM experiment_runs AS experiments
            WHERE experiments.airflow_run_id = :run_id
        )
    END AS session,
    (
        SELECT experiments.state = 'cancelled'
        FROM experiment_runs AS experiments
        WHERE experiments.airflow_run_id = :run_id AND NOT cast(:is_crawl AS BOOLEAN)
    ) AS is_cancelled;
