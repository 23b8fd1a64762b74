-- The scores of each member of each ticker of each run, as run_ticker_scores has those of the ensembles.
CREATE VIEW run_member_scores AS
SELECT
    statuses.experiment_run_id AS run_id,
    statuses.stock_id,
    members.horizon_days AS horizon,
    members.member,
    members.weight,
    members.skill,
    members.p_value
FROM model_statuses AS statuses
INNER JOIN member_horizon_metrics AS members ON statuses.id = members.model_status_id
UNION ALL
SELECT
    scores.experiment_run_id AS run_id,
    scores.stock_id,
    scores.horizon_bars AS horizon,
    scores.member,
    scores.weight,
    scores.skill,
    scores.p_value
FROM bar_scores AS scores
WHERE scores.member <> 'ensemble';
