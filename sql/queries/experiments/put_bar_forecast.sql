INSERT INTO bar_forecasts (
    experiment_run_id,
    stock_id,
    timeframe,
    horizon_bars,
    bar_time,
    target_time,
    base_price,
    predicted_price,
    lower_price,
    upper_price,
    probability_of_rise
)
VALUES (
    :run_id,
    :stock_id,
    :timeframe,
    :horizon,
    :bar_time,
    :target_time,
    :base_price,
    :predicted_price,
    :lower_price,
    :upper_price,
    :probability_of_rise
);
