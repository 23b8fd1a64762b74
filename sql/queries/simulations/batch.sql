SELECT batches.*
FROM simulation_batch_overview AS batches
WHERE batches.batch_id = cast(:batch_id AS UUID);
