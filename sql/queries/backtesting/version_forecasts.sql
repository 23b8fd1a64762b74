-- What the run of a version has published for its own session.
SELECT
    stocks.ticker AS symbol,
    forecasts.as_of_date AS date,
    ln(cast(forecasts.predicted_price / forecasts.base_price AS DOUBLE PRECISION)) AS predicted_return,
    forecasts.vn30_rank,
    forecasts.vn30_ranked,
    cast(forecasts.probability_of_beating_vn30 AS DOUBLE PRECISION) AS chance
FROM stock_prediction_summaries AS forecasts
INNER JOIN stocks ON forecasts.stock_id = stocks.id
WHERE
    forecasts.experiment_run_id = :run_id
    AND forecasts.horizon_days = :horizon
    AND stocks.ticker = any(cast(:tickers AS TEXT[]))
ORDER BY stocks.ticker;
