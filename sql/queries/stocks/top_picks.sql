-- The forecasts with the largest changes in one direction, as the API returns them.
SELECT cast(coalesce(json_agg(best.document ORDER BY best.place), '[]') AS TEXT) AS body
FROM (
    SELECT
        picks.document,
        row_number() OVER (ORDER BY abs(picks.predicted_change_pct) DESC, picks.ticker ASC) AS place
    FROM known_picks(:horizon_days) AS picks
    WHERE
        CASE WHEN :rising THEN picks.predicted_change_pct > 0 ELSE picks.predicted_change_pct < 0 END
    ORDER BY place
    LIMIT :limit
) AS best
