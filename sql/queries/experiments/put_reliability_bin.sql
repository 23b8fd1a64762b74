INSERT INTO rank_reliability (
    run_id,
    horizon_days,
    bin,
    forecasts,
    mean_probability,
    observed_share,
    standard_error
)
VALUES (
    :run_id,
    :horizon,
    :bin,
    :forecasts,
    :mean_probability,
    :observed_share,
    :standard_error
);
