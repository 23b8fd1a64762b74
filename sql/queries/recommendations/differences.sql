-- Without the texts, which put the other fields in words.
SELECT
    differences.ticker,
    differences.profile,
    differences.horizon_days,
    differences.recommendation_id,
    differences.field,
    left(differences.original, :longest) AS original,
    left(differences.replayed, :longest) AS replayed
FROM recommendation_differences AS differences
WHERE
    differences.replay_id = :id
    AND differences.field NOT IN ('justification', 'reasons')
ORDER BY
    differences.field <> 'label',
    differences.ticker,
    differences.horizon_days,
    differences.profile,
    differences.field
LIMIT :limit;
