-- The newest model of each stock that serves a horizon, and its freshness: its age in sessions, counted from
-- the session whose prices it was trained on. fresh: at most VN30_FRESH_SESSIONS (1); stable: at most
-- VN30_STABLE_SESSIONS (10); stale: older. Each connection carries both settings. below_naive: its skill is
-- below 0 at every horizon; freshness does not depend on it. Models of runs that are research are not served.
CREATE VIEW current_models AS
SELECT
    stocks.id AS stock_id,
    newest.id AS model_status_id,
    newest.experiment_run_id,
    newest.as_of_date,
    newest.last_updated_at,
    age.sessions_old,
    scores.below_naive,
    CASE
        WHEN
            age.sessions_old
            <= coalesce(nullif(current_setting('vn30.fresh_sessions', TRUE), ''), '1')::INTEGER
            THEN 'fresh'
        WHEN
            age.sessions_old
            <= coalesce(nullif(current_setting('vn30.stable_sessions', TRUE), ''), '10')::INTEGER
            THEN 'stable'
        ELSE 'stale'
    END AS freshness_state
FROM stocks
CROSS JOIN
    LATERAL (
        SELECT
            statuses.id,
            statuses.experiment_run_id,
            statuses.as_of_date,
            statuses.last_updated_at
        FROM model_statuses AS statuses
        LEFT JOIN experiment_runs AS runs ON statuses.experiment_run_id = runs.id
        WHERE
            statuses.stock_id = stocks.id
            AND runs.is_research IS NOT TRUE
            AND statuses.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
            AND (
                NOT EXISTS (SELECT 1 FROM pinned_versions)
                OR EXISTS (
                    SELECT 1
                    FROM pinned_versions AS pinned
                    WHERE
                        pinned.run_id = statuses.experiment_run_id
                        AND (pinned.tickers IS NULL OR stocks.ticker = any(pinned.tickers))
                )
                OR EXISTS (
                    SELECT 1
                    FROM model_horizon_metrics AS metrics
                    LEFT JOIN pinned_versions AS pinned
                        ON
                            metrics.horizon_days = pinned.horizon_days
                            AND (pinned.tickers IS NULL OR stocks.ticker = any(pinned.tickers))
                    WHERE metrics.model_status_id = statuses.id AND pinned.run_id IS NULL
                )
            )
        ORDER BY statuses.as_of_date DESC, statuses.last_updated_at DESC
        LIMIT 1
    ) AS newest
CROSS JOIN
    LATERAL (
        SELECT count(*) AS sessions_old
        FROM trading_sessions AS sessions
        WHERE
            sessions.session_date > newest.as_of_date
            AND sessions.session_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
    ) AS age
CROSS JOIN
    LATERAL (
        SELECT coalesce(bool_and(metrics.skill < 0), FALSE) AS below_naive
        FROM model_horizon_metrics AS metrics
        WHERE metrics.model_status_id = newest.id
    ) AS scores
WHERE stocks.is_active;
