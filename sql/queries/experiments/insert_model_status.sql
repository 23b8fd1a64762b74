-- A new model is always fresh; the view current_models derives its later state.
INSERT INTO model_statuses (
    stock_id, experiment_run_id, as_of_date, freshness_state, last_updated_at, fit_seconds, peak_memory_mb
)
VALUES (:stock_id, :run_id, :as_of, 'fresh', now(), :fit_seconds, :peak_memory_mb)
RETURNING id;
