SELECT runs.*
FROM mirrored_runs AS runs
WHERE runs.run_id = :run_id AND runs.dag_id = any(:dag_ids)
ORDER BY runs.dag_id;
