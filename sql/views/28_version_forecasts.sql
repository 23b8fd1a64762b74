-- Every forecast with the version that made it, and the realised price if its target session has been
-- reached. is_served: the forecast of record; others are of challengers. Prices are on today's basis.
CREATE VIEW version_forecasts AS
SELECT
    versions.id AS version_id,
    versions.version,
    versions.universe,
    versions.line,
    forecasts.stock_id,
    forecasts.as_of_date,
    forecasts.horizon_days,
    forecasts.target_date,
    forecasts.base_price,
    forecasts.predicted_price,
    forecasts.lower_price,
    forecasts.upper_price,
    forecasts.is_served,
    realised.realised_price,
    coalesce(realised.made_in_time, FALSE) AS made_in_time
FROM rebased_forecasts AS forecasts
INNER JOIN model_versions AS versions ON forecasts.experiment_run_id = versions.run_id
LEFT JOIN realised_forecasts AS realised
    ON
        forecasts.stock_id = realised.stock_id
        AND forecasts.as_of_date = realised.as_of_date
        AND forecasts.horizon_days = realised.horizon_days
        AND forecasts.experiment_run_id = realised.experiment_run_id;
