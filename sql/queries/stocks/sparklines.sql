SELECT
    wanted.stock_id,
    bars.price_date AS session_date,
    bars.close_price AS price,
    FALSE AS is_predicted
FROM unnest(cast(:stock_ids AS BIGINT[])) AS wanted (stock_id)
CROSS JOIN
    LATERAL (
        SELECT
            known.price_date,
            known.close_price
        FROM known_prices AS known
        WHERE known.stock_id = wanted.stock_id
        ORDER BY known.price_date DESC
        LIMIT 14
    ) AS bars
UNION ALL
SELECT
    points.stock_id,
    points.prediction_date AS session_date,
    points.predicted_price AS price,
    TRUE AS is_predicted
FROM forecast_points AS points
WHERE points.horizon_days = 7 AND points.stock_id IN (SELECT unnest(cast(:stock_ids AS BIGINT[])))
ORDER BY stock_id, session_date
