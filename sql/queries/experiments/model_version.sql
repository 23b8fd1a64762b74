SELECT
    versions.id,
    versions.version,
    versions.run_id,
    versions.universe,
    versions.line,
    versions.as_of_date,
    runs.is_research
FROM model_versions AS versions
INNER JOIN experiment_runs AS runs ON versions.run_id = runs.id
WHERE versions.version = :version AND versions.deleted_at IS NULL;
