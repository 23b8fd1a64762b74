SELECT
    families.trials,
    families.sharpe_variance
FROM trial_families AS families
WHERE families.family = :family;
