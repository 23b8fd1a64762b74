-- Every current forecast with what ranks it and what judges it: the skill against the naive forecast.
CREATE VIEW top_picks AS
SELECT
    stocks.ticker,
    stocks.name,
    stocks.sector,
    forecasts.horizon_days,
    forecasts.predicted_change_pct,
    forecasts.predicted_price,
    forecasts.lower_price,
    forecasts.upper_price,
    forecasts.probability_of_rise,
    forecasts.as_of_date,
    forecasts.target_date,
    closes.close_price,
    metrics.skill,
    metrics.mape_pct,
    metrics.naive_mape_pct,
    metrics.verdict
FROM current_forecasts AS forecasts
INNER JOIN stocks ON forecasts.stock_id = stocks.id
INNER JOIN stock_closes AS closes ON forecasts.stock_id = closes.stock_id
LEFT JOIN model_horizon_metrics AS metrics
    ON forecasts.model_status_id = metrics.model_status_id AND forecasts.horizon_days = metrics.horizon_days;
