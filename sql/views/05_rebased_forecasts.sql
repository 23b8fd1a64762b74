-- All forecasts with their prices on today's basis: multiplied by `basis`, the factor by which the history
-- was restated since the forecast was made. is_served: the forecast of record of its stock, session and
-- horizon; others are of challengers.
CREATE VIEW rebased_forecasts AS
SELECT
    forecasts.stock_id,
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
    forecasts.vn30_rank,
    forecasts.vn30_ranked,
    forecasts.probability_of_beating_vn30,
    forecasts.volatility_regime,
    forecasts.trend_regime,
    forecasts.explanation,
    forecasts.experiment_run_id,
    forecasts.created_at,
    forecasts.is_served
FROM stock_prediction_summaries AS forecasts
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
    ) AS bases;
