-- A forecast that was made before its outcome was known is not replaced by a forecast made afterwards. A run
-- that is research adds none: put_research_forecast does.
-- noqa: disable=RF01
INSERT INTO stock_prediction_summaries (
    stock_id,
    as_of_date,
    horizon_days,
    target_date,
    base_price,
    predicted_price,
    predicted_change_pct,
    lower_price,
    upper_price,
    probability_of_rise,
    vn30_rank,
    vn30_ranked,
    probability_of_beating_vn30,
    volatility_regime,
    trend_regime,
    explanation,
    experiment_run_id
)
SELECT
    :stock_id,
    :as_of,
    :horizon,
    :target_date,
    :base_price,
    :predicted_price,
    :change_pct,
    :lower_price,
    :upper_price,
    :probability_of_rise,
    ranks.vn30_rank,
    ranks.vn30_ranked,
    ranks.probability_of_beating_vn30,
    runs.volatility_regime,
    runs.trend_regime,
    cast(:explanation AS JSONB),
    runs.id
FROM experiment_runs AS runs
LEFT JOIN experiment_ranks AS ranks
    ON runs.id = ranks.run_id AND ranks.horizon_days = :horizon AND ranks.stock_id = :stock_id
WHERE runs.id = :run_id AND NOT runs.is_research
ON CONFLICT (stock_id, as_of_date, horizon_days) WHERE is_served DO UPDATE
    SET
        target_date = excluded.target_date,
        base_price = excluded.base_price,
        predicted_price = excluded.predicted_price,
        predicted_change_pct = excluded.predicted_change_pct,
        lower_price = excluded.lower_price,
        upper_price = excluded.upper_price,
        probability_of_rise = excluded.probability_of_rise,
        vn30_rank = excluded.vn30_rank,
        vn30_ranked = excluded.vn30_ranked,
        probability_of_beating_vn30 = excluded.probability_of_beating_vn30,
        volatility_regime = excluded.volatility_regime,
        trend_regime = excluded.trend_regime,
        explanation = excluded.explanation,
        experiment_run_id = excluded.experiment_run_id,
        created_at = now()
    WHERE stock_prediction_summaries.id NOT IN (SELECT judged.id FROM judged_forecasts AS judged);
