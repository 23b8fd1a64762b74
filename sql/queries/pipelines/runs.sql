SELECT runs.*
FROM mirrored_runs AS runs
WHERE
    runs.dag_id = :dag_id
    AND (cast(:state AS TEXT) IS NULL OR runs.state = :state)
    AND (cast(:since AS TIMESTAMPTZ) IS NULL OR runs.run_after >= :since)
    AND (cast(:until AS TIMESTAMPTZ) IS NULL OR runs.run_after < :until)
    AND (cast(:text AS TEXT) IS NULL OR strpos(lower(runs.run_id), lower(:text)) > 0)
ORDER BY runs.run_after DESC, runs.run_id DESC
LIMIT :limit OFFSET :offset;
