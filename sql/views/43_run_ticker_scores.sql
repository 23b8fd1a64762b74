-- The scores of each ticker of each run on its test part, of sessions and of bars within sessions.
CREATE VIEW run_ticker_scores AS
SELECT
    statuses.experiment_run_id AS run_id,
    statuses.stock_id,
    metrics.horizon_days AS horizon,
    metrics.mape_pct,
    metrics.naive_mape_pct,
    metrics.skill
FROM model_statuses AS statuses
INNER JOIN model_horizon_metrics AS metrics ON statuses.id = metrics.model_status_id
UNION ALL
SELECT
    scores.experiment_run_id AS run_id,
    scores.stock_id,
    scores.horizon_bars AS horizon,
    scores.mape_pct,
    scores.naive_mape_pct,
    scores.skill
FROM bar_scores AS scores
WHERE scores.member = 'ensemble';
