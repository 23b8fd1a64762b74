INSERT INTO direction_metrics (
    model_status_id,
    horizon_days,
    member,
    weight,
    probability,
    brier,
    base_brier,
    log_loss,
    base_log_loss,
    hit_rate,
    p_value,
    test_rows
)
VALUES (
    :model_status_id,
    :horizon,
    :member,
    :weight,
    :probability,
    :brier,
    :base_brier,
    :log_loss,
    :base_log_loss,
    :hit_rate,
    :p_value,
    :rows
);
