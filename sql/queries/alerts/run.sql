-- What the mirror and the platform's own records say of a run of Airflow; always one row. A run id is one
-- only within its DAG.
SELECT
    runs.state,
    crawls.id AS crawl_id,
    coalesce(experiments.state = 'cancelled', FALSE) AS is_cancelled,
    -- Neither of some tickers, nor up to an earlier day, nor what a data scientist has asked for.
    coalesce(runs.conf ->> 'tickers', '[]') = '[]'
    AND coalesce(runs.conf ->> 'end', '') = ''
    AND runs.conf ->> 'experiment_id' IS NULL
    -- Nor of a past session that is not on record.
    AND NOT (coalesce(runs.run_type = 'backfill', FALSE) AND sessions.recorded IS NULL) AS is_whole,
    coalesce(
        sessions.recorded,
        -- A run that failed before it had one was for today's, but of a backfill.
        CASE WHEN (:is_crawl OR :is_training) AND runs.run_type <> 'backfill' THEN clock.as_of_date END
    ) AS session
FROM (SELECT cast(:run_id AS TEXT) AS run_id) AS wanted
LEFT JOIN pipeline_runs AS runs ON wanted.run_id = runs.run_id AND runs.dag_id = :dag_id
LEFT JOIN crawl_runs AS crawls ON wanted.run_id = crawls.airflow_run_id AND :is_crawl
LEFT JOIN experiment_runs AS experiments ON wanted.run_id = experiments.airflow_run_id AND :is_training
CROSS JOIN LATERAL (SELECT coalesce(crawls.as_of_date, experiments.as_of_date) AS recorded) AS sessions
LEFT JOIN current_as_of AS clock ON TRUE;
