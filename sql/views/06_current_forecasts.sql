-- The newest forecasts of each stock, one row a horizon, with the scores of the model of their run at that
-- horizon (null without an evaluation); below_naive: its skill is below 0. At a horizon with a pinned
-- champion they are of its versions, at the others all of the newest run. Forecasts whose target session has
-- been reached are left out. Prices are on today's basis.
CREATE VIEW current_forecasts AS
SELECT
    stocks.id AS stock_id,
    forecasts.as_of_date,
    forecasts.horizon_days,
    forecasts.target_date,
    forecasts.basis,
    forecasts.base_price,
    forecasts.predicted_price,
    forecasts.predicted_change_pct,
    forecasts.lower_price,
    forecasts.upper_price,
    forecasts.probability_of_rise,
    forecasts.vn30_rank,
    forecasts.vn30_ranked,
    forecasts.probability_of_beating_vn30,
    forecasts.volatility_regime,
    forecasts.trend_regime,
    forecasts.explanation,
    forecasts.experiment_run_id,
    statuses.id AS model_status_id,
    metrics.mape_pct,
    metrics.naive_mape_pct,
    metrics.skill,
    metrics.skill < 0 AS below_naive,
    metrics.verdict
FROM stocks
CROSS JOIN
    LATERAL (
        (
            SELECT
                summaries.as_of_date,
                summaries.experiment_run_id,
                NULL::INTEGER AS pinned_horizon
            FROM stock_prediction_summaries AS summaries
            WHERE
                summaries.stock_id = stocks.id
                AND summaries.is_served
                AND summaries.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
            ORDER BY summaries.as_of_date DESC, summaries.created_at DESC
            LIMIT 1
        )
        UNION ALL
        (
            SELECT DISTINCT ON (pinned.horizon_days)
                summaries.as_of_date,
                summaries.experiment_run_id,
                pinned.horizon_days
            FROM pinned_versions AS pinned
            INNER JOIN stock_prediction_summaries AS summaries
                ON
                    pinned.run_id = summaries.experiment_run_id
                    AND pinned.horizon_days = summaries.horizon_days
            WHERE
                summaries.stock_id = stocks.id
                AND (pinned.tickers IS NULL OR stocks.ticker = any(pinned.tickers))
                AND summaries.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
                AND summaries.target_date > (SELECT clock.as_of_date FROM current_as_of AS clock)
            ORDER BY pinned.horizon_days ASC, summaries.as_of_date DESC, pinned.number DESC
        )
    ) AS newest
INNER JOIN rebased_forecasts AS forecasts
    ON
        stocks.id = forecasts.stock_id
        AND newest.as_of_date = forecasts.as_of_date
        AND newest.experiment_run_id = forecasts.experiment_run_id
        AND CASE
            WHEN newest.pinned_horizon IS NOT NULL THEN newest.pinned_horizon = forecasts.horizon_days
            ELSE
                forecasts.is_served
                AND NOT EXISTS (
                    SELECT 1
                    FROM pinned_versions AS pinned
                    WHERE
                        pinned.horizon_days = forecasts.horizon_days
                        AND (pinned.tickers IS NULL OR stocks.ticker = any(pinned.tickers))
                )
        END
LEFT JOIN model_statuses AS statuses
    ON
        forecasts.stock_id = statuses.stock_id
        AND forecasts.as_of_date = statuses.as_of_date
        AND forecasts.experiment_run_id = statuses.experiment_run_id
LEFT JOIN model_horizon_metrics AS metrics
    ON statuses.id = metrics.model_status_id AND forecasts.horizon_days = metrics.horizon_days
WHERE
    stocks.is_active
    AND forecasts.target_date > (SELECT clock.as_of_date FROM current_as_of AS clock);
