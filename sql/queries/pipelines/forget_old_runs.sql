DELETE FROM pipeline_runs
WHERE
    dag_id = :dag_id
    AND run_id IN (
        SELECT old.run_id
        FROM pipeline_runs AS old
        WHERE old.dag_id = :dag_id
        ORDER BY old.run_after DESC
        OFFSET :keep
    );
