-- The forecasts of a stock as of the newest session up to :day that has one, of all versions.
SELECT
    forecasts.version,
    forecasts.line,
    forecasts.horizon_days,
    forecasts.as_of_date,
    forecasts.target_date,
    forecasts.base_price,
    forecasts.predicted_price,
    forecasts.realised_price,
    forecasts.is_served
FROM version_forecasts AS forecasts
INNER JOIN model_versions AS versions ON forecasts.version_id = versions.id
WHERE
    forecasts.stock_id = :stock_id
    AND forecasts.as_of_date = (
        SELECT max(newest.as_of_date)
        FROM stock_prediction_summaries AS newest
        WHERE newest.stock_id = :stock_id AND newest.as_of_date <= :day
    )
ORDER BY forecasts.horizon_days ASC, forecasts.is_served DESC, versions.number DESC;
