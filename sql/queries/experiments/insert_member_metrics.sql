INSERT INTO member_horizon_metrics (
    model_status_id,
    horizon_days,
    member,
    weight,
    predicted_price,
    mape_pct,
    mae,
    rmse,
    skill,
    direction_hit_rate,
    p_value
)
VALUES (
    :model_status_id,
    :horizon,
    :member,
    :weight,
    :predicted_price,
    :mape_pct,
    :mae,
    :rmse,
    :skill,
    :direction_hit_rate,
    :p_value
);
