UPDATE model_horizon_metrics AS metrics
SET
    corrected_p_value = found.corrected,
    verdict = found.verdict
FROM
    unnest(
        cast(:model_status_id AS BIGINT[]),
        cast(:horizon_days AS INTEGER[]),
        cast(:corrected AS NUMERIC[]),
        cast(:verdict AS TEXT[]),
        cast(:member AS TEXT[])
    ) AS found (model_status_id, horizon_days, corrected, verdict, member)
WHERE
    metrics.model_status_id = found.model_status_id
    AND metrics.horizon_days = found.horizon_days;
