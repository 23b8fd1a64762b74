-- Every replay beside the run that it made again. is_identical: the recommendations, byte for byte.
-- same_inputs: all that the rules have read. restated: the restatements of prices that were stored between
-- the moments of both runs, as [{ticker, ex_date, factor, stored_at}].
CREATE VIEW recommendation_replays AS
SELECT
    made.id AS replay_id,
    made.replay_of AS original_id,
    made.as_of_date,
    made.replay_basis,
    made.created_at,
    original.created_at AS original_created_at,
    original.known_at AS original_known_at,
    made.known_at,
    made.content_hash = original.content_hash AS is_identical,
    made.input_hash = original.input_hash AS same_inputs,
    made.code_version = original.code_version AS same_code,
    made.content_hash,
    original.content_hash AS original_content_hash,
    coalesce(changes.recommendations, 0) AS changed_recommendations,
    coalesce(changes.labels, 0) AS changed_labels,
    coalesce(later.restatements, '[]'::JSONB) AS restated
FROM recommendation_runs AS made
INNER JOIN recommendation_runs AS original ON made.replay_of = original.id
LEFT JOIN
    LATERAL (
        SELECT
            count(DISTINCT differences.recommendation_id) AS recommendations,
            count(*) FILTER (WHERE differences.field = 'label') AS labels
        FROM recommendation_differences AS differences
        WHERE differences.replay_id = made.id AND made.content_hash <> original.content_hash
    ) AS changes
    ON TRUE
LEFT JOIN
    LATERAL (
        SELECT
            jsonb_agg(
                jsonb_build_object(
                    'ticker', stocks.ticker,
                    'ex_date', restatements.ex_date,
                    'factor', restatements.factor,
                    'stored_at', restatements.created_at
                )
                ORDER BY restatements.created_at, stocks.ticker
            ) AS restatements
        FROM price_restatements AS restatements
        INNER JOIN stocks ON restatements.stock_id = stocks.id
        WHERE
            restatements.created_at > original.known_at
            AND restatements.created_at <= made.known_at
            AND EXISTS (
                SELECT 1
                FROM recommendation_snapshots AS snapshots
                WHERE snapshots.run_id = made.id AND snapshots.stock_id = restatements.stock_id
            )
    ) AS later
    ON TRUE
WHERE made.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock);
