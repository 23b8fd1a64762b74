-- The newest forecasts of each stock, one row a horizon, all of the same run; model_status_id leads to the
-- scores of that very run. A forecast whose target session has come is spent and no longer served.
-- Prices are on today's basis: where the history was adjusted anew since, by `basis`, so are base and target.
CREATE VIEW current_forecasts AS
SELECT
    stocks.id AS stock_id,
    forecasts.as_of_date,
    forecasts.horizon_days,
    forecasts.target_date,
    bases.basis,
    round(forecasts.base_price * bases.basis, 4) AS base_price,
    round(forecasts.predicted_price * bases.basis, 4) AS predicted_price,
    forecasts.predicted_change_pct,
    round(forecasts.lower_price * bases.basis, 4) AS lower_price,
    round(forecasts.upper_price * bases.basis, 4) AS upper_price,
    forecasts.probability_of_rise,
    forecasts.volatility_regime,
    forecasts.trend_regime,
    forecasts.experiment_run_id,
    statuses.id AS model_status_id
FROM stocks
CROSS JOIN
    LATERAL (
        SELECT
            summaries.as_of_date,
            summaries.experiment_run_id
        FROM stock_prediction_summaries AS summaries
        WHERE
            summaries.stock_id = stocks.id
            AND summaries.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
        ORDER BY summaries.as_of_date DESC, summaries.created_at DESC
        LIMIT 1
    ) AS newest
INNER JOIN stock_prediction_summaries AS forecasts
    ON
        stocks.id = forecasts.stock_id
        AND newest.as_of_date = forecasts.as_of_date
        AND newest.experiment_run_id = forecasts.experiment_run_id
CROSS JOIN
    LATERAL (
        SELECT
            coalesce(
                (
                    SELECT prices.close_price / nullif(forecasts.base_price, 0)
                    FROM stock_prices AS prices
                    WHERE
                        prices.stock_id = forecasts.stock_id
                        AND prices.price_date = forecasts.as_of_date
                ),
                1
            ) AS basis
    ) AS bases
LEFT JOIN model_statuses AS statuses
    ON
        forecasts.stock_id = statuses.stock_id
        AND forecasts.as_of_date = statuses.as_of_date
        AND forecasts.experiment_run_id = statuses.experiment_run_id
WHERE
    stocks.is_active
    AND forecasts.target_date > (SELECT clock.as_of_date FROM current_as_of AS clock);
