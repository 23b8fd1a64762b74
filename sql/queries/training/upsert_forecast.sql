INSERT INTO stock_prediction_summaries (
    stock_id, as_of_date, horizon_days, target_date, base_price, predicted_price, predicted_change_pct,
    experiment_run_id
)
VALUES (:stock_id, :as_of, :horizon, :target_date, :base_price, :predicted_price, :change_pct, :run_id)
ON CONFLICT (stock_id, as_of_date, horizon_days) DO UPDATE
    SET
        target_date = excluded.target_date,
        base_price = excluded.base_price,
        predicted_price = excluded.predicted_price,
        predicted_change_pct = excluded.predicted_change_pct,
        experiment_run_id = excluded.experiment_run_id,
        created_at = now();
