-- The forecasts that the demo prints: those with the largest moves in one direction.
SELECT
    picks.ticker,
    picks.close_price AS current_price,
    picks.predicted_price,
    picks.predicted_change_pct,
    picks.lower_price,
    picks.upper_price,
    picks.mape_pct,
    picks.naive_mape_pct,
    picks.skill,
    picks.verdict
FROM top_picks AS picks
WHERE
    picks.horizon_days = :horizon_days
    AND CASE WHEN :rising THEN picks.predicted_change_pct > 0 ELSE picks.predicted_change_pct < 0 END
ORDER BY abs(picks.predicted_change_pct) DESC, picks.ticker
LIMIT :limit
