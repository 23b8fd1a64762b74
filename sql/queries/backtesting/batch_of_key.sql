SELECT
    batches.id,
    batches.airflow_run_id,
    batches.state,
    batches.started_at,
    batches.request_fingerprint
FROM simulation_batches AS batches
WHERE batches.user_id = cast(:user_id AS UUID) AND batches.idempotency_key = :idempotency_key;
