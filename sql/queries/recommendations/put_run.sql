INSERT INTO recommendation_runs (
    airflow_run_id, as_of_date, known_at, profile_version_id, experiment_run_ids, code_version, input_hash,
    content_hash, replay_of, replay_basis, seconds, is_current
)
VALUES (
    :airflow_run_id,
    :session,
    :known_at,
    :profile_version_id,
    cast(:experiment_run_ids AS UUID[]),
    :code_version,
    :input_hash,
    :content_hash,
    :replay_of,
    :replay_basis,
    :seconds,
    :is_current
)
RETURNING id;
