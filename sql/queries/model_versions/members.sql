-- The members of the ensembles, each averaged over the tickers.
SELECT
    members.horizon_days,
    members.member,
    avg(members.weight) AS weight,
    avg(members.skill) AS skill,
    count(*) AS tickers,
    count(*) FILTER (WHERE members.skill > 0 AND members.p_value < :proven_below) AS proven
FROM model_statuses AS statuses
INNER JOIN member_horizon_metrics AS members ON statuses.id = members.model_status_id
WHERE statuses.experiment_run_id = :run_id
GROUP BY members.horizon_days, members.member
ORDER BY members.horizon_days ASC, avg(members.weight) DESC NULLS LAST, members.member ASC;
