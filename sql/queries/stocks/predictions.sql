SELECT
    forecasts.horizon_days,
    forecasts.as_of_date AS forecast_as_of,
    forecasts.target_date,
    forecasts.base_price,
    forecasts.predicted_price,
    forecasts.predicted_change_pct,
    forecasts.lower_price,
    forecasts.upper_price,
    forecasts.probability_of_rise,
    forecasts.volatility_regime,
    forecasts.trend_regime,
    metrics.mape_pct,
    metrics.naive_mape_pct,
    metrics.skill,
    metrics.verdict
FROM current_forecasts AS forecasts
LEFT JOIN model_horizon_metrics AS metrics
    ON forecasts.model_status_id = metrics.model_status_id AND forecasts.horizon_days = metrics.horizon_days
WHERE forecasts.stock_id = :stock_id AND forecasts.horizon_days = ANY(:horizons)
ORDER BY forecasts.horizon_days
