-- The newest session of each data set up to today, when it was stored, and the sessions that it lacks.
-- allowed: the sessions that may be missing by its DAG's own rhythm. News have no sessions: their age counts
-- against the schedule of their DAG.
CREATE VIEW dataset_ages AS
WITH
clock AS (
    SELECT
        current_as_of.as_of_date AS as_of,
        sessions.closes_at
    FROM current_as_of
    LEFT JOIN trading_sessions AS sessions ON current_as_of.as_of_date = sessions.session_date
),

newest AS (
    SELECT
        'prices' AS dataset,
        'vn30_data_crawler' AS dag_id,
        0 AS allowed,
        (SELECT max(prices.price_date) FROM known_prices AS prices) AS session_date,
        (SELECT max(crawls.created_at) FROM crawl_reports AS crawls) AS stored_at
    UNION ALL
    SELECT
        'minutes',
        'vn30_intraday_crawler',
        0,
        (
            SELECT max(minutes.session_date)
            FROM intraday_sessions AS minutes
            WHERE minutes.session_date <= (SELECT clock.as_of FROM clock)
        ),
        (SELECT max(minutes.fetched_at) FROM intraday_sessions AS minutes)
    UNION ALL
    SELECT
        'fundamentals',
        'vn30_fundamentals',
        0,
        (
            SELECT max(checks.session_date)
            FROM fundamental_checks AS checks
            WHERE checks.session_date <= (SELECT clock.as_of FROM clock)
        ),
        (SELECT max(checks.answered_at) FROM fundamental_checks AS checks)
    UNION ALL
    SELECT
        'news',
        'vn30_news_crawler',
        NULL,
        NULL,
        (SELECT max(feeds.answered_at) FROM news_feeds AS feeds)
    UNION ALL
    SELECT
        'forecasts',
        'vn30_model_training',
        0,
        (SELECT max(forecasts.as_of_date) FROM current_forecasts AS forecasts),
        (SELECT max(models.last_updated_at) FROM model_statuses AS models)
    UNION ALL
    SELECT
        'recommendations',
        'vn30_recommendations',
        0,
        (
            SELECT max(runs.as_of_date)
            FROM recommendation_runs AS runs
            WHERE runs.is_current AND runs.as_of_date <= (SELECT clock.as_of FROM clock)
        ),
        (SELECT max(runs.created_at) FROM recommendation_runs AS runs)
    UNION ALL
    SELECT
        'risk',
        'vn30_risk',
        0,
        (
            SELECT max(states.session_date)
            FROM risk_states AS states
            WHERE states.session_date <= (SELECT clock.as_of FROM clock)
        ),
        (SELECT max(states.computed_at) FROM risk_states AS states)
    UNION ALL
    SELECT
        'lake',
        'vn30_lake',
        0,
        (
            SELECT max(versions.checked_as_of)
            FROM lake_versions AS versions
            WHERE versions.dataset = 'prices' AND versions.checked_as_of <= (SELECT clock.as_of FROM clock)
        ),
        (SELECT max(versions.published_at) FROM lake_versions AS versions)
    UNION ALL
    SELECT
        'look-ahead check',
        'vn30_lookahead_check',
        5,
        (
            SELECT max(checks.as_of_date)
            FROM lookahead_checks AS checks
            WHERE checks.as_of_date <= (SELECT clock.as_of FROM clock)
        ),
        (SELECT max(checks.checked_at) FROM lookahead_checks AS checks)
)

SELECT
    newest.dataset,
    newest.dag_id,
    dags.name AS dag_name,
    dags.status = 'paused' AS dag_paused,
    dags.next_run_at,
    dags.schedule_cron,
    dags.timezone,
    newest.allowed,
    newest.session_date,
    newest.stored_at,
    clock.as_of,
    clock.closes_at,
    (
        SELECT count(*)
        FROM trading_sessions AS sessions
        WHERE sessions.session_date > newest.session_date AND sessions.session_date <= clock.as_of
    ) AS sessions_behind
FROM newest
CROSS JOIN clock
LEFT JOIN pipeline_dags AS dags ON newest.dag_id = dags.dag_id;
