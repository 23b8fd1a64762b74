-- Every current forecast with its stock, the newest close and the scores of its model.
CREATE VIEW top_picks AS
SELECT
    stocks.ticker,
    stocks.name,
    stocks.sector,
    forecasts.horizon_days,
    forecasts.predicted_change_pct,
    forecasts.predicted_price,
    forecasts.lower_price,
    forecasts.upper_price,
    forecasts.probability_of_rise,
    forecasts.vn30_rank,
    forecasts.vn30_ranked,
    forecasts.probability_of_beating_vn30,
    forecasts.as_of_date,
    forecasts.target_date,
    newest.close_price,
    forecasts.skill,
    forecasts.mape_pct,
    forecasts.naive_mape_pct,
    forecasts.below_naive,
    forecasts.verdict
FROM current_forecasts AS forecasts
INNER JOIN stocks ON forecasts.stock_id = stocks.id
CROSS JOIN
    LATERAL (
        SELECT known.close_price
        FROM known_prices AS known
        WHERE known.stock_id = stocks.id
        ORDER BY known.price_date DESC
        LIMIT 1
    ) AS newest;
