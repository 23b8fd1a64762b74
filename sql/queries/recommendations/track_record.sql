-- The record of one profile in all dimensions, and of the labels of all profiles.
SELECT records.*
FROM recommendation_record AS records
WHERE
    records.horizon_days = :horizon
    AND (records.profile = :profile OR records.dimension = 'label')
ORDER BY
    records.dimension,
    array_position(ARRAY['conservative', 'moderate', 'aggressive'], records.profile),
    records.value,
    records.label;
