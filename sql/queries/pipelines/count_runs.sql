SELECT count(*) AS total
FROM pipeline_runs
WHERE
    dag_id = :dag_id
    AND (cast(:state AS TEXT) IS NULL OR state = :state)
    AND (cast(:since AS TIMESTAMPTZ) IS NULL OR run_after >= :since)
    AND (cast(:until AS TIMESTAMPTZ) IS NULL OR run_after < :until)
    AND (cast(:text AS TEXT) IS NULL OR strpos(lower(run_id), lower(:text)) > 0);
