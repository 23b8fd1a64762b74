SELECT
    bins.horizon_days,
    bins.forecasts,
    bins.mean_probability,
    bins.observed_share,
    bins.standard_error
FROM rank_reliability AS bins
WHERE bins.run_id = :run_id
ORDER BY bins.horizon_days, bins.bin;
