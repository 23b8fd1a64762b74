SELECT
    batches.id,
    batches.user_id,
    batches.airflow_run_id,
    batches.state,
    batches.size
FROM simulation_batches AS batches
WHERE batches.id = cast(:batch_id AS UUID);
