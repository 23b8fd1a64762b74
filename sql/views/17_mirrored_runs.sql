-- The runs of Airflow in the mirror.
CREATE VIEW mirrored_runs AS
SELECT
    runs.dag_id,
    runs.run_id,
    runs.state,
    runs.run_type,
    runs.triggered_by_label AS triggered_by,
    runs.run_after,
    runs.start_time AS start,
    runs.end_time AS "end",
    coalesce(runs.conf, '{}') AS conf
FROM pipeline_runs AS runs;
