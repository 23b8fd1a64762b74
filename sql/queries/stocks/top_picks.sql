SELECT
    picks.ticker,
    picks.name,
    picks.sector,
    picks.horizon_days,
    picks.predicted_change_pct,
    picks.predicted_price,
    picks.lower_price,
    picks.upper_price,
    picks.probability_of_rise,
    picks.vn30_rank,
    picks.vn30_ranked,
    picks.probability_of_beating_vn30,
    picks.target_date,
    picks.as_of_date AS forecast_as_of,
    picks.close_price AS current_price,
    picks.mape_pct,
    picks.naive_mape_pct,
    picks.skill,
    picks.below_naive,
    picks.verdict
FROM top_picks AS picks
WHERE
    picks.horizon_days = :horizon_days
    AND CASE WHEN :rising THEN picks.predicted_change_pct > 0 ELSE picks.predicted_change_pct < 0 END
ORDER BY abs(picks.predicted_change_pct) DESC, picks.ticker
LIMIT :limit
