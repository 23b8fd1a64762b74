-- Prices are on today's basis; the caller takes them to that of :as_of. An outcome after :as_of is not known.
SELECT
    stocks.ticker AS symbol,
    forecasts.as_of_date AS as_of,
    forecasts.horizon_days AS horizon,
    versions.version,
    versions.line,
    forecasts.is_served,
    forecasts.target_date,
    forecasts.base_price,
    forecasts.predicted_price,
    forecasts.lower_price,
    forecasts.upper_price,
    cast(forecasts.experiment_run_id AS TEXT) AS run_id,
    forecasts.created_at,
    (
        SELECT prices.close_price
        FROM stock_prices AS prices
        WHERE
            prices.stock_id = forecasts.stock_id
            AND prices.price_date > forecasts.as_of_date
            AND prices.price_date <= forecasts.target_date
            AND forecasts.target_date <= :as_of
        ORDER BY prices.price_date DESC
        LIMIT 1
    ) AS realised_price
FROM rebased_forecasts AS forecasts
INNER JOIN stocks ON forecasts.stock_id = stocks.id
LEFT JOIN experiment_runs AS runs ON forecasts.experiment_run_id = runs.id
LEFT JOIN model_versions AS versions ON forecasts.experiment_run_id = versions.run_id
WHERE
    forecasts.as_of_date <= :as_of
    AND (runs.as_of_date IS NULL OR runs.as_of_date <= :as_of)
    AND (cast(:start AS DATE) IS NULL OR forecasts.as_of_date >= :start)
    AND (cast(:run_id AS UUID) IS NULL OR forecasts.experiment_run_id = :run_id)
    AND (cast(:tickers AS TEXT[]) IS NULL OR stocks.ticker = any(cast(:tickers AS TEXT[])))
    AND forecasts.horizon_days = any(:horizons)
ORDER BY
    stocks.ticker ASC,
    forecasts.as_of_date ASC,
    forecasts.horizon_days ASC,
    forecasts.is_served DESC,
    versions.number DESC,
    forecasts.experiment_run_id ASC;
