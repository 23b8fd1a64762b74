-- The daily path of the newest forecasts, one row a horizon and future session.
CREATE VIEW forecast_points AS
SELECT
    forecasts.stock_id,
    forecasts.horizon_days,
    points.prediction_date,
    round(points.predicted_price * forecasts.basis, 4) AS predicted_price,
    round(points.lower_price * forecasts.basis, 4) AS lower_price,
    round(points.upper_price * forecasts.basis, 4) AS upper_price,
    forecasts.verdict
FROM current_forecasts AS forecasts
INNER JOIN stock_prediction_points AS points
    ON
        forecasts.stock_id = points.stock_id
        AND forecasts.experiment_run_id = points.experiment_run_id
        AND forecasts.horizon_days = points.horizon_days
WHERE points.prediction_date > (SELECT clock.as_of_date FROM current_as_of AS clock);
