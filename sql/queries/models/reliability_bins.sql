SELECT
    bins.horizon_days,
    bins.forecasts,
    bins.mean_probability,
    bins.observed_share,
    bins.standard_error
FROM current_rank_reliability AS bins
ORDER BY bins.horizon_days, bins.bin
