SELECT
    families.family,
    families.trials,
    families.measured,
    families.mean_sharpe,
    families.sharpe_variance,
    families.best_sharpe,
    families.first_recorded_at,
    families.last_recorded_at
FROM trial_families AS families
ORDER BY families.family;
