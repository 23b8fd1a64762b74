-- The forecasts of record of a session, with the verdict on the ticker's price and the scores of the order of
-- their run.
SELECT
    stocks.ticker,
    forecasts.horizon_days,
    forecasts.id,
    cast(forecasts.experiment_run_id AS TEXT) AS experiment_run_id,
    cast(versions.id AS TEXT) AS model_version_id,
    cast(forecasts.target_date AS TEXT) AS target_date,
    cast(forecasts.predicted_change_pct AS DOUBLE PRECISION) AS change_pct,
    cast(round(100 * (forecasts.lower_price / nullif(forecasts.base_price, 0) - 1), 4) AS DOUBLE PRECISION)
        AS lower_pct,
    cast(round(100 * (forecasts.upper_price / nullif(forecasts.base_price, 0) - 1), 4) AS DOUBLE PRECISION)
        AS upper_pct,
    forecasts.vn30_rank AS rank,
    forecasts.vn30_ranked AS ranked,
    cast(forecasts.probability_of_beating_vn30 AS DOUBLE PRECISION) AS chance,
    metrics.verdict,
    forecasts.volatility_regime,
    forecasts.trend_regime,
    forecasts.explanation,
    cast(scores.rank_ic AS DOUBLE PRECISION) AS rank_ic,
    cast(scores.rank_ic_error AS DOUBLE PRECISION) AS rank_ic_error
FROM stock_prediction_summaries AS forecasts
INNER JOIN stocks ON forecasts.stock_id = stocks.id
LEFT JOIN model_versions AS versions ON forecasts.experiment_run_id = versions.run_id
LEFT JOIN model_statuses AS statuses
    ON forecasts.experiment_run_id = statuses.experiment_run_id AND forecasts.stock_id = statuses.stock_id
LEFT JOIN model_horizon_metrics AS metrics
    ON statuses.id = metrics.model_status_id AND forecasts.horizon_days = metrics.horizon_days
LEFT JOIN rank_scores AS scores
    ON forecasts.experiment_run_id = scores.run_id AND forecasts.horizon_days = scores.horizon_days
WHERE forecasts.as_of_date = :session AND forecasts.is_served AND stocks.ticker = any(:tickers)
ORDER BY forecasts.horizon_days, stocks.ticker;
