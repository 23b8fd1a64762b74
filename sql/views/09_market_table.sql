-- One row a stock for the market table: price, realised changes and the 7-session forecast.
CREATE VIEW market_table AS
SELECT
    stocks.id AS stock_id,
    stocks.ticker,
    stocks.name,
    stocks.sector,
    closes.price_date,
    closes.close_price,
    closes.close_7,
    closes.close_15,
    closes.close_30,
    round(100 * (closes.close_price / nullif(closes.close_7, 0) - 1), 4) AS change_7_pct,
    round(100 * (closes.close_price / nullif(closes.close_15, 0) - 1), 4) AS change_15_pct,
    round(100 * (closes.close_price / nullif(closes.close_30, 0) - 1), 4) AS change_30_pct,
    forecasts.predicted_change_pct AS predicted_7_pct,
    forecasts.predicted_price AS predicted_7_price,
    forecasts.experiment_run_id AS predicted_7_by,
    forecasts.basis AS basis_7,
    forecasts.below_naive AS below_naive_7,
    forecasts.verdict AS verdict_7,
    forecasts.vn30_rank AS vn30_rank_7,
    forecasts.vn30_ranked AS vn30_ranked_7,
    forecasts.probability_of_beating_vn30 AS probability_of_beating_vn30_7
FROM stocks
INNER JOIN stock_closes AS closes ON stocks.id = closes.stock_id
LEFT JOIN current_forecasts AS forecasts
    ON stocks.id = forecasts.stock_id AND forecasts.horizon_days = 7;
