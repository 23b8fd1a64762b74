-- One row a stock of a page of the market table: its last 14 closes and the path of its forecast, by session.
-- As one value, since a page has hundreds of points.
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
        path.prediction_date AS session_date,
        round(path.predicted_price * forecasts.basis, 4) AS price,
        TRUE AS is_predicted
    FROM
        unnest(
            cast(:stock_ids AS BIGINT[]), cast(:run_ids AS UUID[]), cast(:bases AS NUMERIC[])
        ) AS forecasts (stock_id, run_id, basis)
    INNER JOIN stock_prediction_points AS path
        ON forecasts.stock_id = path.stock_id AND forecasts.run_id = path.experiment_run_id
    WHERE
        path.horizon_days = 7
        AND path.prediction_date > (SELECT clock.as_of_date FROM current_as_of AS clock)
) AS points
GROUP BY points.stock_id
