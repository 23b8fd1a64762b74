UPDATE experiment_runs
SET
    data_version = :data_version,
    panel_hash = :panel_hash,
    volatility_regime = :volatility,
    trend_regime = :trend
WHERE id = :run_id;
