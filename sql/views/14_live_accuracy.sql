-- The accuracy of served forecasts that were made in time, one row a stock and horizon, beside the naive
-- forecast.
CREATE VIEW live_accuracy AS
SELECT
    realised.stock_id,
    realised.horizon_days,
    count(*) AS forecasts,
    min(realised.as_of_date) AS first_as_of,
    max(realised.as_of_date) AS last_as_of,
    round(100 * avg(abs(realised.realised_price - realised.predicted_price) / realised.realised_price), 3)
        AS mape_pct,
    round(100 * avg(abs(realised.realised_price - realised.base_price) / realised.realised_price), 3)
        AS naive_mape_pct,
    round(
        1 - sum(abs(realised.realised_price - realised.predicted_price))
        / nullif(sum(abs(realised.realised_price - realised.base_price)), 0),
        4
    ) AS skill,
    avg((realised.realised_price BETWEEN realised.lower_price AND realised.upper_price)::INTEGER)
        AS coverage
FROM realised_forecasts AS realised
WHERE realised.made_in_time AND realised.is_served
GROUP BY realised.stock_id, realised.horizon_days;
