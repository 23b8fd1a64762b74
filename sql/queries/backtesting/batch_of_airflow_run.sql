SELECT
    batches.id,
    batches.state,
    batches.size
FROM simulation_batches AS batches
WHERE batches.airflow_run_id = :airflow_run_id;
