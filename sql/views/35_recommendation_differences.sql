-- What a replay has otherwise than the run that it made again, one row a recommendation and field, both as
-- text. Empty for a replay that is equal.
CREATE VIEW recommendation_differences AS
SELECT
    runs.id AS replay_id,
    runs.replay_of AS original_id,
    runs.as_of_date,
    stocks.ticker,
    given.profile,
    given.horizon_days,
    given.id AS recommendation_id,
    fields.key AS field,
    fields.value AS original,
    to_jsonb(made) ->> fields.key AS replayed
FROM recommendation_runs AS runs
INNER JOIN recommendations AS given ON runs.replay_of = given.run_id
INNER JOIN stocks ON given.stock_id = stocks.id
LEFT JOIN recommendations AS made
    ON
        runs.id = made.run_id
        AND given.stock_id = made.stock_id
        AND given.profile = made.profile
        AND given.horizon_days = made.horizon_days
CROSS JOIN
    LATERAL jsonb_each_text(to_jsonb(given) - '{id, run_id, model_version_id, messages}'::TEXT[]) AS fields
WHERE
    runs.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
    AND fields.value IS DISTINCT FROM to_jsonb(made) ->> fields.key;
