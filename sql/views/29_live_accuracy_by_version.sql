-- The accuracy of the forecasts of a version that were made in time, served or not, beside the naive
-- forecast. Errors are relative to the base price, so that high-priced stocks do not dominate.
CREATE VIEW live_accuracy_by_version AS
SELECT
    versions.id AS version_id,
    realised.horizon_days,
    count(*) AS forecasts,
    count(*) FILTER (WHERE realised.is_served) AS served,
    round(100 * avg(errors.model), 3) AS error_pct,
    round(100 * avg(errors.naive), 3) AS naive_error_pct,
    round(1 - avg(errors.model) / nullif(avg(errors.naive), 0), 4) AS skill,
    avg((realised.realised_price BETWEEN realised.lower_price AND realised.upper_price)::INTEGER)
        AS coverage
FROM realised_forecasts AS realised
INNER JOIN model_versions AS versions ON realised.experiment_run_id = versions.run_id
CROSS JOIN
    LATERAL (
        SELECT
            abs(realised.realised_price - realised.predicted_price) / realised.base_price AS model,
            abs(realised.realised_price - realised.base_price) / realised.base_price AS naive
    ) AS errors
WHERE realised.made_in_time
GROUP BY versions.id, realised.horizon_days;
