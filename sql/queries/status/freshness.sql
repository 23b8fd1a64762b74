-- The newest session with a bar and with a forecast, and the age of each in sessions.
WITH
clock AS (SELECT current_as_of.as_of_date AS as_of FROM current_as_of),

newest AS (
    SELECT
        max(bars.price_date) AS bar,
        max(forecasts.as_of_date) AS forecast
    FROM stocks
    LEFT JOIN
        LATERAL (
            SELECT prices.price_date
            FROM stock_prices AS prices
            WHERE
                prices.stock_id = stocks.id
                AND prices.price_date <= (SELECT clock.as_of FROM clock)
            ORDER BY prices.price_date DESC
            LIMIT 1
        ) AS bars
        ON TRUE
    LEFT JOIN
        LATERAL (
            SELECT summaries.as_of_date
            FROM stock_prediction_summaries AS summaries
            WHERE
                summaries.stock_id = stocks.id
                AND summaries.is_served
                AND summaries.as_of_date <= (SELECT clock.as_of FROM clock)
            ORDER BY summaries.as_of_date DESC
            LIMIT 1
        ) AS forecasts
        ON TRUE
    WHERE stocks.is_active
)

SELECT
    newest.bar AS newest_bar,
    newest.forecast AS newest_forecast,
    (
        SELECT count(*)
        FROM trading_sessions AS sessions
        WHERE sessions.session_date > newest.bar AND sessions.session_date <= (SELECT clock.as_of FROM clock)
    ) AS bar_sessions_old,
    (
        SELECT count(*)
        FROM trading_sessions AS sessions
        WHERE
            sessions.session_date > newest.forecast
            AND sessions.session_date <= (SELECT clock.as_of FROM clock)
    ) AS forecast_sessions_old
FROM newest
