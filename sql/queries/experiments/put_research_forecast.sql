-- The forecast of a run that is research: it replaces none that is served. Of other runs it adds no row.
INSERT INTO research_forecasts (
    experiment_run_id,
    stock_id,
    horizon_days,
    as_of_date,
    target_date,
    base_price,
    predicted_price,
    lower_price,
    upper_price,
    probability_of_rise
)
SELECT
    runs.id,
    :stock_id,
    :horizon,
    :as_of,
    :target_date,
    :base_price,
    :predicted_price,
    :lower_price,
    :upper_price,
    :probability_of_rise
FROM experiment_runs AS runs
WHERE runs.id = :run_id AND runs.is_research;
