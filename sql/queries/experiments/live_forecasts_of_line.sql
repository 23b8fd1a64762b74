-- The realised forecasts of a line that were made before their outcome was known: of several versions for the
-- same session the newest counts.
SELECT DISTINCT ON (stocks.ticker, realised.as_of_date)
    stocks.ticker AS symbol,
    realised.as_of_date AS date,
    realised.target_date,
    cast(realised.base_price AS DOUBLE PRECISION) AS base,
    cast(realised.predicted_price AS DOUBLE PRECISION) AS predicted,
    cast(realised.realised_price AS DOUBLE PRECISION) AS actual
FROM realised_forecasts AS realised
INNER JOIN model_versions AS versions ON realised.experiment_run_id = versions.run_id
INNER JOIN stocks ON realised.stock_id = stocks.id
WHERE
    versions.universe = :universe
    AND versions.line = :line
    AND versions.deleted_at IS NULL
    AND realised.horizon_days = :horizon
    AND realised.made_in_time
ORDER BY stocks.ticker ASC, realised.as_of_date ASC, versions.number DESC;
