-- The runs of all DAGs that wait or run, with their tasks by the mirror, and how long such runs take.
SELECT
    runs.dag_id,
    dags.name AS dag_name,
    runs.run_id,
    runs.state,
    -- Whose portfolio is walked is private.
    CASE WHEN runs.dag_id <> 'vn30_walk_forward' THEN runs.triggered_by_label END AS triggered_by,
    runs.run_after,
    runs.start_time,
    tasks.total,
    tasks.ended,
    tasks.failed,
    tasks.stages,
    usual.seconds AS usual_seconds
FROM pipeline_runs AS runs
INNER JOIN pipeline_dags AS dags ON runs.dag_id = dags.dag_id
CROSS JOIN
    LATERAL (
        SELECT
            count(*) AS total,
            count(*) FILTER (WHERE mirrored.end_time IS NOT NULL) AS ended,
            count(*) FILTER (WHERE mirrored.state IN ('failed', 'upstream_failed')) AS failed,
            array_agg(DISTINCT mirrored.task_id) FILTER (WHERE mirrored.state = 'running') AS stages
        FROM pipeline_run_tasks AS mirrored
        WHERE mirrored.dag_id = runs.dag_id AND mirrored.run_id = runs.run_id
    ) AS tasks
CROSS JOIN
    LATERAL (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY earlier.duration_seconds) AS seconds
        FROM (
            SELECT ended.duration_seconds
            FROM pipeline_runs AS ended
            WHERE ended.dag_id = runs.dag_id AND ended.state = 'success'
            ORDER BY ended.run_after DESC
            LIMIT 10
        ) AS earlier
    ) AS usual
WHERE runs.state IN ('queued', 'running')
ORDER BY runs.run_after DESC
LIMIT 100;
