INSERT INTO simulation_batches (
    id, user_id, name, axes, size, airflow_run_id, idempotency_key, request_fingerprint
)
VALUES (
    cast(:batch_id AS UUID),
    cast(:user_id AS UUID),
    :name,
    cast(:axes AS JSONB),
    :size,
    :airflow_run_id,
    :idempotency_key,
    :fingerprint
)
ON CONFLICT DO NOTHING
RETURNING id;
