SELECT batches.*
FROM simulation_batch_overview AS batches
ORDER BY batches.requested_at DESC, batches.batch_id ASC
LIMIT :limit OFFSET :skipped;
