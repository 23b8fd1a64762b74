-- A run that was started again keeps its version.
INSERT INTO model_versions (
    number,
    run_id,
    universe,
    line,
    params_hash,
    as_of_date,
    data_version,
    code_version,
    metrics,
    residuals,
    slices,
    parent_id,
    group_id,
    trained_at
)
SELECT
    (SELECT coalesce(max(versions.number), 0) + 1 FROM model_versions AS versions),
    runs.id,
    :universe,
    :line,
    :params_hash,
    runs.as_of_date,
    runs.data_version,
    runs.code_version,
    (
        SELECT
            coalesce(
                jsonb_object_agg(
                    scores.horizon_days,
                    to_jsonb(scores) - 'run_id' - 'horizon_days' || jsonb_build_object(
                        -- Without skill; of daily forecasts over h sessions, one in h is independent.
                        'rank_ic_error',
                        1 / sqrt(
                            nullif(
                                (scores.tickers - 1) * scores.rank_ic_sessions
                                / cast(scores.horizon_days AS DOUBLE PRECISION),
                                0
                            )
                        )
                    )
                ),
                '{}'
            )
        FROM experiment_scores AS scores
        WHERE scores.run_id = runs.id
    ),
    cast(:residuals AS JSONB),
    cast(:slices AS JSONB),
    (
        SELECT parents.id
        FROM model_versions AS parents
        WHERE parents.run_id = runs.parent_run_id
    ),
    runs.group_id,
    coalesce(runs.finished_at, now())
FROM experiment_runs AS runs
WHERE runs.id = :run_id
ON CONFLICT (run_id) DO UPDATE
    SET
        universe = excluded.universe,
        line = excluded.line,
        params_hash = excluded.params_hash,
        as_of_date = excluded.as_of_date,
        data_version = excluded.data_version,
        code_version = excluded.code_version,
        metrics = excluded.metrics,
        residuals = excluded.residuals,
        slices = excluded.slices,
        parent_id = excluded.parent_id,
        group_id = excluded.group_id,
        trained_at = excluded.trained_at,
        deleted_at = NULL,
        deleted_by = NULL
RETURNING id, version, run_id, universe, line, as_of_date;
