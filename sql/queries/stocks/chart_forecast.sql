SELECT
    points.prediction_date,
    points.predicted_price,
    points.lower_price,
    points.upper_price,
    points.verdict
FROM forecast_points AS points
WHERE points.stock_id = :stock_id AND points.horizon_days = :horizon_days
ORDER BY points.prediction_date
