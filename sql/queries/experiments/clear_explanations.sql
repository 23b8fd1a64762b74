-- ticker: null for the pooled model.
WITH selections AS (
    DELETE FROM feature_selections
    WHERE
        run_id = :run_id
        AND horizon_days = :horizon
        AND ticker IS NOT DISTINCT FROM cast(:ticker AS TEXT)
)

DELETE FROM feature_importances
WHERE
    run_id = :run_id
    AND horizon_days = :horizon
    AND ticker IS NOT DISTINCT FROM cast(:ticker AS TEXT);
