-- The recommendations of record that have been judged, for the track record.
SELECT
    history.as_of_date AS session,
    history.profile,
    history.horizon_days AS horizon,
    history.label,
    cast(history.confidence AS DOUBLE PRECISION) AS confidence,
    history.volatility_regime,
    history.trend_regime,
    history.model_version,
    history.made_in_time,
    history.is_last_months_winner AS is_winner,
    history.claim_true,
    history.exit_reason,
    cast(history.costs_pct AS DOUBLE PRECISION) AS costs_pct,
    cast(history.excess_pct AS DOUBLE PRECISION) AS excess_pct,
    cast(history.gain_pct AS DOUBLE PRECISION) AS gain_pct,
    cast(history.bought_gain_pct AS DOUBLE PRECISION) AS bought_gain_pct
FROM recommendation_history AS history
WHERE history.judged_at IS NOT NULL
ORDER BY history.as_of_date, history.ticker;
