INSERT INTO rank_scores (
    run_id,
    horizon_days,
    first_session,
    last_session,
    sessions,
    forecasts,
    rank_ic,
    rank_ic_error,
    brier,
    base_rate_brier,
    brier_gain_error
)
VALUES (
    :run_id,
    :horizon,
    :first_session,
    :last_session,
    :sessions,
    :forecasts,
    :rank_ic,
    :rank_ic_error,
    :brier,
    :base_rate_brier,
    :brier_gain_error
);
