-- Every forecast whose target session has been reached, with the realised price: the close of that session,
-- or the last one before it if there was no trade. Prices are on today's basis. made_in_time: made before
-- the outcome was known; other forecasts are of backfills and replays. is_served: the forecast of record;
-- others are of challengers.
CREATE VIEW realised_forecasts AS
SELECT
    forecasts.stock_id,
    forecasts.as_of_date,
    forecasts.horizon_days,
    forecasts.target_date,
    forecasts.experiment_run_id,
    forecasts.volatility_regime,
    forecasts.trend_regime,
    forecasts.base_price,
    forecasts.predicted_price,
    forecasts.lower_price,
    forecasts.upper_price,
    outcomes.price_date AS realised_on,
    outcomes.close_price AS realised_price,
    coalesce(forecasts.created_at < targets.closes_at, FALSE) AS made_in_time,
    forecasts.is_served
FROM rebased_forecasts AS forecasts
CROSS JOIN
    LATERAL (
        SELECT
            prices.price_date,
            prices.close_price
        FROM stock_prices AS prices
        WHERE
            prices.stock_id = forecasts.stock_id
            AND prices.price_date > forecasts.as_of_date
            AND prices.price_date <= forecasts.target_date
        ORDER BY prices.price_date DESC
        LIMIT 1
    ) AS outcomes
LEFT JOIN trading_sessions AS targets ON forecasts.target_date = targets.session_date
WHERE forecasts.target_date <= (SELECT clock.as_of_date FROM current_as_of AS clock);
