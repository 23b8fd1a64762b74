-- One row a stock: its last 14 closes and its forecast path, by session. As one value, since the API reads
-- hundreds of points for a page.
SELECT
    points.stock_id,
    json_agg(
        json_build_object(
            'date', points.session_date, 'price', points.price, 'is_predicted', points.is_predicted
        )
        ORDER BY points.session_date
    ) AS points
FROM (
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
        forecasts.stock_id,
        forecasts.prediction_date AS session_date,
        forecasts.predicted_price AS price,
        TRUE AS is_predicted
    FROM forecast_points AS forecasts
    WHERE
        forecasts.horizon_days = 7
        AND forecasts.stock_id IN (SELECT unnest(cast(:stock_ids AS BIGINT[])))
) AS points
GROUP BY points.stock_id
