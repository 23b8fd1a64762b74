SELECT
    given.*,
    runs.code_version,
    runs.input_hash,
    snapshots.snapshot
FROM recommendations_beside_record AS given
INNER JOIN recommendation_runs AS runs ON given.run_id = runs.id
LEFT JOIN recommendation_snapshots AS snapshots
    ON
        given.run_id = snapshots.run_id
        AND given.stock_id = snapshots.stock_id
        AND given.horizon_days = snapshots.horizon_days
WHERE given.id = :id;
