-- One row a stock and horizon for the Models screen: scores beside those of the naive forecast,
-- forecast, plot. below_naive: at every horizon; horizon_below_naive: at this one.
CREATE VIEW model_overview AS
SELECT
    stocks.ticker,
    models.freshness_state,
    models.below_naive,
    models.last_updated_at,
    models.as_of_date,
    metrics.horizon_days,
    metrics.mape_pct,
    metrics.naive_mape_pct,
    metrics.skill,
    metrics.skill < 0 AS horizon_below_naive,
    metrics.test_rows,
    metrics.direction_hit_rate,
    metrics.p_value,
    metrics.corrected_p_value,
    metrics.verdict,
    metrics.coverage,
    metrics.interval_width_pct,
    market.coverage_calm,
    market.coverage_calm_error,
    market.coverage_volatile,
    market.coverage_volatile_error,
    forecasts.predicted_change_pct,
    forecasts.lower_change_pct,
    forecasts.upper_change_pct,
    CASE WHEN artifacts.evaluation_png_url IS NOT NULL THEN artifacts.id END AS plot_artifacts_id
FROM current_models AS models
INNER JOIN stocks ON models.stock_id = stocks.id
-- At each horizon of a pinned champion, the model that serves it.
CROSS JOIN
    LATERAL (
        (
            SELECT
                models.model_status_id,
                NULL::INTEGER AS pinned_horizon
        )
        UNION ALL
        (
            SELECT DISTINCT ON (pinned.horizon_days)
                statuses.id,
                pinned.horizon_days
            FROM pinned_versions AS pinned
            INNER JOIN model_statuses AS statuses ON pinned.run_id = statuses.experiment_run_id
            WHERE
                statuses.stock_id = models.stock_id
                AND (pinned.tickers IS NULL OR stocks.ticker = any(pinned.tickers))
                AND statuses.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
            ORDER BY pinned.horizon_days ASC, statuses.as_of_date DESC, pinned.number DESC
        )
    ) AS serving
INNER JOIN model_horizon_metrics AS metrics
    ON
        serving.model_status_id = metrics.model_status_id
        AND CASE
            WHEN serving.pinned_horizon IS NOT NULL THEN serving.pinned_horizon = metrics.horizon_days
            ELSE NOT EXISTS (
                SELECT 1
                FROM pinned_versions AS pinned
                WHERE
                    pinned.horizon_days = metrics.horizon_days
                    AND (pinned.tickers IS NULL OR stocks.ticker = any(pinned.tickers))
            )
        END
INNER JOIN model_statuses AS served ON serving.model_status_id = served.id
-- In calm and in volatile times, all tickers of the run together: one ticker has too few of either.
LEFT JOIN experiment_scores AS market
    ON served.experiment_run_id = market.run_id AND metrics.horizon_days = market.horizon_days
-- LATERAL: as a join, the planner estimates one row for all forecasts and tries every pair.
LEFT JOIN
    LATERAL (
        SELECT
            current.predicted_change_pct,
            round(100 * (current.lower_price / nullif(current.base_price, 0) - 1), 4) AS lower_change_pct,
            round(100 * (current.upper_price / nullif(current.base_price, 0) - 1), 4) AS upper_change_pct
        FROM current_forecasts AS current
        WHERE
            current.stock_id = models.stock_id
            AND current.model_status_id = serving.model_status_id
            AND current.horizon_days = metrics.horizon_days
        ORDER BY current.as_of_date DESC
        LIMIT 1
    ) AS forecasts
    ON TRUE
LEFT JOIN experiment_ticker_artifacts AS artifacts
    ON models.experiment_run_id = artifacts.run_id AND models.stock_id = artifacts.stock_id;
