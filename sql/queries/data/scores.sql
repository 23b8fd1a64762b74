-- The ensemble and its members in one list, each beside the naive figures of the same rows.
WITH scored AS (
    SELECT
        metrics.model_status_id,
        metrics.horizon_days,
        'ensemble' AS member,
        cast(NULL AS NUMERIC) AS weight,
        metrics.mae,
        metrics.rmse,
        metrics.mape_pct,
        metrics.skill,
        metrics.p_value,
        metrics.corrected_p_value,
        metrics.verdict,
        metrics.direction_hit_rate,
        metrics.coverage,
        metrics.interval_width_pct
    FROM model_horizon_metrics AS metrics
    UNION ALL
    SELECT
        members.model_status_id,
        members.horizon_days,
        members.member,
        members.weight,
        members.mae,
        members.rmse,
        members.mape_pct,
        members.skill,
        members.p_value,
        members.corrected_p_value,
        CASE
            WHEN members.skill > 0 AND members.corrected_p_value < :proven_below THEN 'proven'
            ELSE 'not proven'
        END AS verdict,
        members.direction_hit_rate,
        NULL AS coverage,
        NULL AS interval_width_pct
    FROM member_horizon_metrics AS members
)

SELECT
    cast(runs.id AS TEXT) AS run_id,
    statuses.as_of_date AS as_of,
    stocks.ticker AS symbol,
    scored.horizon_days AS horizon,
    scored.member,
    scored.weight,
    metrics.test_rows AS rows,
    scored.mae,
    metrics.naive_mae,
    scored.rmse,
    scored.mape_pct,
    metrics.naive_mape_pct,
    scored.skill,
    scored.p_value,
    scored.corrected_p_value,
    scored.verdict,
    scored.direction_hit_rate,
    scored.coverage,
    scored.interval_width_pct
FROM model_statuses AS statuses
INNER JOIN experiment_runs AS runs ON statuses.experiment_run_id = runs.id
INNER JOIN stocks ON statuses.stock_id = stocks.id
INNER JOIN scored ON statuses.id = scored.model_status_id
INNER JOIN model_horizon_metrics AS metrics
    ON statuses.id = metrics.model_status_id AND scored.horizon_days = metrics.horizon_days
WHERE
    runs.as_of_date <= :as_of
    AND (cast(:start AS DATE) IS NULL OR statuses.as_of_date >= :start)
    AND (cast(:run_id AS UUID) IS NULL OR runs.id = :run_id)
    AND (cast(:tickers AS TEXT[]) IS NULL OR stocks.ticker = any(cast(:tickers AS TEXT[])))
    AND scored.horizon_days = any(:horizons)
ORDER BY
    runs.as_of_date,
    runs.created_at,
    runs.id,
    stocks.ticker,
    scored.horizon_days,
    (scored.member <> 'ensemble'),
    scored.member;
