-- The same run at the same time waits for the other transaction, and then adds nothing.
INSERT INTO simulation_trials (run_name, family, document, observations, sharpe, skewness, kurtosis)
VALUES (:run_name, :family, cast(:document AS JSONB), :observations, :sharpe, :skewness, :kurtosis)
ON CONFLICT (run_name) DO NOTHING;
