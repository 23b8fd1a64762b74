INSERT INTO model_horizon_metrics (
    model_status_id, horizon_days, mape_pct, naive_mape_pct, mae, naive_mae, skill, test_rows
)
VALUES (:model_status_id, :horizon, :mape_pct, :naive_mape_pct, :mae, :naive_mae, :skill, :test_rows);
