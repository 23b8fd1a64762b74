-- What crawls up to today have restated of a stock since a run has read its prices: the product of the
-- factors, and the newest ex-date with its likely cause. No row if nothing was. A run of before 0023 has read
-- them after its start.
SELECT
    round(exp(sum(ln(restatements.factor))), 6) AS factor,
    max(restatements.ex_date) AS ex_date,
    (array_agg(restatements.likely_cause ORDER BY restatements.ex_date DESC, restatements.id DESC))[1]
        AS likely_cause
FROM price_restatements AS restatements
INNER JOIN crawl_runs AS crawls ON restatements.crawl_id = crawls.id
INNER JOIN experiment_runs AS runs
    ON restatements.created_at > coalesce(runs.prices_known_at, runs.started_at)
WHERE
    restatements.stock_id = :stock_id
    AND runs.id = :run_id
    AND crawls.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
HAVING count(*) > 0;
