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
WHERE run_id = :run_id AND dag_id = any(:dag_ids)
ORDER BY dag_id;
