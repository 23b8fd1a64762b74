SELECT
    dag_id,
    run_id,
    state,
    run_type,
    triggered_by_label AS triggered_by,
    run_after,
    start_time AS start,
    end_time AS "end",
    coalesce(conf, '{}') AS conf
FROM pipeline_runs
WHERE
    dag_id = :dag_id
    AND (cast(:state AS TEXT) IS NULL OR state = :state)
    AND (cast(:since AS TIMESTAMPTZ) IS NULL OR run_after >= :since)
    AND (cast(:until AS TIMESTAMPTZ) IS NULL OR run_after < :until)
    AND (cast(:text AS TEXT) IS NULL OR strpos(lower(run_id), lower(:text)) > 0)
ORDER BY run_after DESC, run_id DESC
LIMIT :limit OFFSET :offset;
