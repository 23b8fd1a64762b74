-- The ledger of trials by family of signals. Sharpe ratios are of a session, not by year; sharpe_variance is
-- null for fewer than two trials that have one.
CREATE VIEW trial_families AS
SELECT
    trials.family,
    count(*) AS trials,
    count(trials.sharpe) AS measured,
    avg(trials.sharpe) AS mean_sharpe,
    var_samp(trials.sharpe) AS sharpe_variance,
    max(trials.sharpe) AS best_sharpe,
    min(trials.recorded_at) AS first_recorded_at,
    max(trials.recorded_at) AS last_recorded_at
FROM simulation_trials AS trials
GROUP BY trials.family;
