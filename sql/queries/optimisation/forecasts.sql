-- What the served models expect of stocks over a horizon, in percent; below_naive: their skill is below 0.
SELECT
    stocks.ticker,
    forecasts.predicted_change_pct,
    forecasts.horizon_days
FROM current_forecasts AS forecasts
INNER JOIN stocks ON forecasts.stock_id = stocks.id
WHERE
    forecasts.horizon_days = :horizon
    AND forecasts.vn30_rank IS NOT NULL
    AND stocks.ticker = any(:tickers);
