-- The members of the ensembles, each averaged over the tickers.
SELECT
    members.horizon AS horizon_days,
    members.member,
    avg(members.weight) AS weight,
    avg(members.skill) AS skill,
    count(*) AS tickers,
    count(*) FILTER (WHERE members.skill > 0 AND members.p_value < :proven_below) AS proven
FROM run_member_scores AS members
WHERE members.run_id = :run_id
GROUP BY members.horizon, members.member
ORDER BY members.horizon ASC, avg(members.weight) DESC NULLS LAST, members.member ASC;
