-- The recommendations of record whose horizon is over by :today, and that are not judged yet.
SELECT
    cast(given.id AS TEXT) AS id,
    runs.as_of_date AS session,
    stocks.ticker,
    given.horizon_days AS horizon,
    given.target_date,
    given.label,
    cast(given.chance_to_beat AS DOUBLE PRECISION) AS chance_to_beat,
    cast(given.chance_to_fall_behind AS DOUBLE PRECISION) AS chance_to_fall_behind,
    cast(given.costs_pct AS DOUBLE PRECISION) AS costs_pct,
    cast(given.base_price AS DOUBLE PRECISION) AS base_price,
    cast(given.stop_loss AS DOUBLE PRECISION) AS stop_loss,
    cast(given.take_profit AS DOUBLE PRECISION) AS take_profit
FROM recommendation_runs AS runs
INNER JOIN recommendations AS given ON runs.id = given.run_id
INNER JOIN stocks ON given.stock_id = stocks.id
WHERE
    runs.is_current
    AND given.target_date <= :today
    AND NOT EXISTS (
        SELECT 1
        FROM recommendation_outcomes AS outcomes
        WHERE outcomes.recommendation_id = given.id
    )
ORDER BY stocks.ticker, runs.as_of_date, given.horizon_days, given.profile;
