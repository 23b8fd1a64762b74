SELECT runs.*
FROM experiment_overview AS runs
WHERE cast(:state AS TEXT) IS NULL OR runs.state = :state
ORDER BY runs.created_at DESC, runs.run_id DESC
LIMIT :limit OFFSET :skipped;
