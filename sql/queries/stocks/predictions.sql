SELECT
    forecasts.horizon_days,
    forecasts.as_of_date AS forecast_as_of,
    forecasts.experiment_run_id,
    forecasts.target_date,
    forecasts.base_price,
    forecasts.predicted_price,
    forecasts.predicted_change_pct,
    forecasts.lower_price,
    forecasts.upper_price,
    forecasts.probability_of_rise,
    forecasts.vn30_rank,
    forecasts.vn30_ranked,
    forecasts.probability_of_beating_vn30,
    forecasts.volatility_regime,
    forecasts.trend_regime,
    forecasts.explanation,
    forecasts.mape_pct,
    forecasts.naive_mape_pct,
    forecasts.skill,
    forecasts.below_naive,
    forecasts.verdict
FROM current_forecasts AS forecasts
WHERE forecasts.stock_id = :stock_id AND forecasts.horizon_days = ANY(:horizons)
ORDER BY forecasts.horizon_days
