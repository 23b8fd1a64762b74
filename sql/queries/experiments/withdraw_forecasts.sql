-- Forecasts of other runs give the record of their stock, session and horizon to those of this run, unless
-- their outcome is known already.
UPDATE stock_prediction_summaries AS served
SET is_served = FALSE
FROM stock_prediction_summaries AS successor
WHERE
    successor.experiment_run_id = :run_id
    AND successor.horizon_days = :horizon
    AND served.stock_id = successor.stock_id
    AND served.as_of_date = successor.as_of_date
    AND served.horizon_days = successor.horizon_days
    AND served.experiment_run_id <> successor.experiment_run_id
    AND served.is_served
    AND served.id NOT IN (SELECT judged.id FROM judged_forecasts AS judged);
