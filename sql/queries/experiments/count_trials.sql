-- The lines of models that were ever trained for the universe of a run, deleted ones included: a deleted
-- trial was one, too.
SELECT count(DISTINCT versions.line) AS lines
FROM model_versions AS own
INNER JOIN model_versions AS versions ON own.universe = versions.universe
WHERE own.run_id = cast(:run_id AS UUID);
