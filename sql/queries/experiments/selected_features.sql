SELECT
    names.feature,
    count(*) FILTER (WHERE selections.ticker IS NULL AND NOT selections.is_final) AS pooled_folds,
    coalesce(bool_or(selections.ticker IS NULL AND selections.is_final), FALSE) AS pooled_final,
    count(*) FILTER (WHERE selections.ticker IS NOT NULL AND NOT selections.is_final) AS ticker_folds,
    count(*) FILTER (WHERE selections.ticker IS NOT NULL AND selections.is_final) AS ticker_finals
FROM feature_selections AS selections
CROSS JOIN LATERAL unnest(selections.features) AS names (feature)
WHERE selections.run_id = cast(:run_id AS UUID) AND selections.horizon_days = :horizon
GROUP BY names.feature
ORDER BY pooled_final DESC, pooled_folds DESC, ticker_finals DESC, names.feature ASC;
