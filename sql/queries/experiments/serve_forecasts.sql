UPDATE stock_prediction_summaries AS forecasts
SET is_served = TRUE
WHERE
    forecasts.experiment_run_id = :run_id
    AND forecasts.horizon_days = :horizon
    AND NOT forecasts.is_served
    AND NOT EXISTS (
        SELECT 1
        FROM stock_prediction_summaries AS served
        WHERE
            served.stock_id = forecasts.stock_id
            AND served.as_of_date = forecasts.as_of_date
            AND served.horizon_days = forecasts.horizon_days
            AND served.is_served
    );
