SELECT
    forecasts.stock_id,
    forecasts.horizon_days,
    forecasts.as_of_date AS forecast_as_of,
    forecasts.target_date,
    forecasts.predicted_price,
    forecasts.predicted_change_pct,
    forecasts.lower_price,
    forecasts.upper_price,
    forecasts.skill,
    forecasts.verdict
FROM current_forecasts AS forecasts
WHERE forecasts.stock_id = any(cast(:stock_ids AS BIGINT[]))
ORDER BY forecasts.stock_id, forecasts.horizon_days;
