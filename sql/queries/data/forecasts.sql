-- Prices are on today's basis; the caller takes them to that of :as_of. An outcome after :as_of is not known.
SELECT
    stocks.ticker AS symbol,
    forecasts.as_of_date AS as_of,
    forecasts.horizon_days AS horizon,
    forecasts.target_date,
    forecasts.base_price,
    forecasts.predicted_price,
    ln(cast(forecasts.predicted_price / forecasts.base_price AS DOUBLE PRECISION)) AS predicted_return,
    forecasts.lower_price,
    forecasts.upper_price,
    forecasts.probability_of_rise,
    forecasts.vn30_rank,
    forecasts.vn30_ranked,
    forecasts.probability_of_beating_vn30,
    forecasts.volatility_regime,
    forecasts.trend_regime,
    cast(forecasts.experiment_run_id AS TEXT) AS run_id,
    forecasts.created_at,
    -- The hours of a session far ahead may not be stored yet.
    coalesce(
        forecasts.created_at < targets.closes_at,
        cast(forecasts.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE) < forecasts.target_date
    ) AS made_in_time,
    outcomes.price_date AS realised_date,
    outcomes.close_price AS realised_price,
    ln(cast(outcomes.close_price / forecasts.base_price AS DOUBLE PRECISION)) AS realised_return
FROM rebased_forecasts AS forecasts
INNER JOIN stocks ON forecasts.stock_id = stocks.id
LEFT JOIN experiment_runs AS runs ON forecasts.experiment_run_id = runs.id
LEFT JOIN trading_sessions AS targets ON forecasts.target_date = targets.session_date
LEFT JOIN
    LATERAL (
        SELECT
            prices.price_date,
            prices.close_price
        FROM stock_prices AS prices
        WHERE
            prices.stock_id = forecasts.stock_id
            AND prices.price_date > forecasts.as_of_date
            AND prices.price_date <= forecasts.target_date
            AND forecasts.target_date <= :as_of
        ORDER BY prices.price_date DESC
        LIMIT 1
    ) AS outcomes
    ON TRUE
WHERE
    forecasts.as_of_date <= :as_of
    AND (forecasts.is_served OR forecasts.experiment_run_id = cast(:run_id AS UUID))
    AND (runs.as_of_date IS NULL OR runs.as_of_date <= :as_of)
    AND (cast(:start AS DATE) IS NULL OR forecasts.as_of_date >= :start)
    AND (cast(:run_id AS UUID) IS NULL OR forecasts.experiment_run_id = :run_id)
    AND (cast(:tickers AS TEXT[]) IS NULL OR stocks.ticker = any(cast(:tickers AS TEXT[])))
    AND forecasts.horizon_days = any(:horizons)
ORDER BY stocks.ticker, forecasts.as_of_date, forecasts.horizon_days;
