UPDATE member_horizon_metrics AS metrics
SET corrected_p_value = found.corrected
FROM
    unnest(
        cast(:model_status_id AS BIGINT[]),
        cast(:horizon_days AS INTEGER[]),
        cast(:member AS TEXT[]),
        cast(:corrected AS NUMERIC[]),
        cast(:verdict AS TEXT[])
    ) AS found (model_status_id, horizon_days, member, corrected, verdict)
WHERE
    metrics.model_status_id = found.model_status_id
    AND metrics.horizon_days = found.horizon_days
    AND metrics.member = found.member;
