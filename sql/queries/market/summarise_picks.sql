INSERT INTO pick_summary (horizon_days, ticker, predicted_change_pct, document)
SELECT
    picks.horizon_days,
    picks.ticker,
    picks.predicted_change_pct,
    picks.document
FROM top_picks AS picks;
