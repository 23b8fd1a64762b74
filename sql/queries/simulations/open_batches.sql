SELECT count(*) AS total
FROM simulation_batches AS batches
WHERE batches.user_id = cast(:user_id AS UUID) AND batches.state IN ('queued', 'running');
