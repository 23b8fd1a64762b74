-- The pooled model's as it is, with its error over the folds; those of the tickers' own models as their mean,
-- with its error over the tickers.
SELECT
    importances.model,
    importances.method,
    importances.regime,
    importances.feature,
    avg(importances.importance) AS importance,
    CASE
        WHEN count(*) > 1 THEN stddev_samp(importances.importance) / sqrt(count(*))
        ELSE max(importances.std_error)
    END AS std_error,
    min(importances.p_value) AS p_value,
    count(*) AS models
FROM feature_importances AS importances
WHERE importances.run_id = cast(:run_id AS UUID) AND importances.horizon_days = :horizon
GROUP BY importances.model, importances.method, importances.regime, importances.feature
ORDER BY
    importances.model = 'pooled' DESC,
    importances.model ASC,
    importances.method ASC,
    importances.regime ASC,
    importance DESC,
    importances.feature ASC;
