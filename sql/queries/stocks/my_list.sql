SELECT
    stocks.ticker,
    stocks.name,
    stocks.sector,
    :horizon_days AS horizon_days,
    forecasts.predicted_change_pct,
    forecasts.predicted_price,
    forecasts.lower_price,
    forecasts.upper_price,
    forecasts.probability_of_rise,
    forecasts.vn30_rank,
    forecasts.vn30_ranked,
    forecasts.probability_of_beating_vn30,
    forecasts.target_date,
    forecasts.as_of_date AS forecast_as_of,
    closes.close_price AS current_price,
    forecasts.mape_pct,
    forecasts.naive_mape_pct,
    forecasts.skill,
    forecasts.below_naive,
    forecasts.verdict,
    items.added_at
FROM watchlist_items AS items
INNER JOIN stocks ON items.stock_id = stocks.id
LEFT JOIN stock_closes AS closes ON items.stock_id = closes.stock_id
LEFT JOIN current_forecasts AS forecasts
    ON items.stock_id = forecasts.stock_id AND forecasts.horizon_days = :horizon_days
WHERE items.user_id = cast(:user_id AS UUID) AND stocks.is_active
ORDER BY items.added_at DESC, stocks.ticker ASC
LIMIT :limit
