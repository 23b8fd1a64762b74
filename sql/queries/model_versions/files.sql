SELECT
    files.type,
    count(*) AS files,
    sum(files.size_bytes) AS size_bytes
FROM experiment_ticker_artifacts AS artifacts
INNER JOIN experiment_artifact_files AS files ON artifacts.id = files.artifacts_id
WHERE artifacts.run_id = :run_id
GROUP BY files.type
ORDER BY files.type;
