-- A run of Airflow as the mirror and the platform's own records have it; always one row. A run id is unique
-- within its DAG only.
SELECT
    runs.state,
    crawls.id AS crawl_id,
    coalesce(experiments.state = 'cancelled', FALSE) AS is_cancelled,
    -- Not of some tickers, not up to an earlier day, not requested by a data scientist,
    coalesce(runs.conf ->> 'tickers', '[]') = '[]'
    AND coalesce(runs.conf ->> 'end', '') = ''
    AND runs.conf ->> 'experiment_id' IS NULL
    -- and not of a past session that is not recorded.
    AND NOT (coalesce(runs.run_type = 'backfill', FALSE) AND sessions.recorded IS NULL) AS is_whole,
    coalesce(
        sessions.recorded,
        -- A run that failed before it recorded its session was for today's, except in a backfill.
        CASE WHEN (:is_crawl OR :is_training) AND runs.run_type <> 'backfill' THEN clock.as_of_date END
    ) AS session
FROM (SELECT cast(:run_id AS TEXT) AS run_id) AS wanted
LEFT JOIN pipeline_runs AS runs ON wanted.run_id = runs.run_id AND runs.dag_id = :dag_id
LEFT JOIN crawl_runs AS crawls ON wanted.run_id = crawls.airflow_run_id AND :is_crawl
LEFT JOIN experiment_runs AS experiments ON wanted.run_id = experiments.airflow_run_id AND :is_training
CROSS JOIN LATERAL (SELECT coalesce(crawls.as_of_date, experiments.as_of_date) AS recorded) AS sessions
LEFT JOIN current_as_of AS clock ON TRUE;
