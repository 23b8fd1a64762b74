-- The skills of the tickers that a run has published, of the ensembles and of their members.
WITH scored AS (
    SELECT
        metrics.model_status_id,
        metrics.horizon_days,
        'ensemble' AS member,
        metrics.skill,
        metrics.p_value
    FROM model_horizon_metrics AS metrics
    UNION ALL
    SELECT
        members.model_status_id,
        members.horizon_days,
        members.member,
        members.skill,
        members.p_value
    FROM member_horizon_metrics AS members
)

SELECT
    scored.model_status_id,
    scored.horizon_days,
    scored.member,
    scored.skill,
    scored.p_value
FROM model_statuses AS statuses
INNER JOIN scored ON statuses.id = scored.model_status_id
WHERE statuses.experiment_run_id = :run_id AND scored.p_value IS NOT NULL
ORDER BY scored.horizon_days, scored.member, scored.model_status_id;
