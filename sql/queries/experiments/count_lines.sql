-- The lines that challenge the champions of a universe: each is one more trial.
SELECT count(DISTINCT versions.line) AS lines
FROM model_versions AS versions
WHERE versions.universe = :universe AND versions.deleted_at IS NULL;
