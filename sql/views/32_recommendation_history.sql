-- The recommendations of record of every session up to today, with what has come of those whose horizon is
-- over. made_in_time: before the first session in which they could be followed had opened; the others were
-- made afterwards, by a backfill.
CREATE VIEW recommendation_history AS
SELECT
    given.id,
    given.run_id,
    runs.as_of_date,
    runs.known_at,
    runs.created_at,
    coalesce(runs.created_at < following.opens_at, TRUE) AS made_in_time,
    profiles.number AS profile_version,
    given.profile,
    given.horizon_days,
    given.target_date,
    given.stock_id,
    stocks.ticker,
    stocks.name,
    stocks.sector,
    given.label,
    given.reason_code,
    given.confidence,
    given.chance_to_beat,
    given.chance_to_fall_behind,
    given.expected_excess_pct,
    given.expected_return_pct,
    given.lower_return_pct,
    given.upper_return_pct,
    given.base_price,
    given.entry_price,
    given.stop_loss,
    given.take_profit,
    given.worst_case_pct,
    given.costs_pct,
    given.vn30_rank,
    given.vn30_ranked,
    given.verdict,
    given.order_verdict,
    given.volatility_regime,
    given.trend_regime,
    given.experiment_run_id,
    given.model_version_id,
    versions.version AS model_version,
    given.is_last_months_winner,
    given.justification,
    given.reasons,
    given.messages,
    outcomes.judged_at,
    outcomes.return_pct,
    outcomes.vn30_return_pct,
    outcomes.excess_pct,
    outcomes.claim_true,
    outcomes.entry_date,
    outcomes.entry_fill,
    outcomes.exit_date,
    outcomes.exit_fill,
    outcomes.exit_reason,
    outcomes.gain_pct,
    outcomes.bought_gain_pct
FROM recommendation_runs AS runs
INNER JOIN recommendations AS given ON runs.id = given.run_id
INNER JOIN stocks ON given.stock_id = stocks.id
INNER JOIN recommendation_profile_versions AS profiles ON runs.profile_version_id = profiles.id
LEFT JOIN model_versions AS versions ON given.model_version_id = versions.id
LEFT JOIN
    LATERAL (
        SELECT sessions.opens_at
        FROM trading_sessions AS sessions
        WHERE sessions.session_date > runs.as_of_date
        ORDER BY sessions.session_date
        LIMIT 1
    ) AS following
    ON TRUE
LEFT JOIN recommendation_outcomes AS outcomes
    ON
        given.id = outcomes.recommendation_id
        AND given.target_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
WHERE
    runs.is_current
    AND runs.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock);
