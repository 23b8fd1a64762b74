-- The forecasts that were made before their outcome was known and whose outcome is known by now: they are
-- never changed.
CREATE VIEW judged_forecasts AS
SELECT forecasts.id
FROM stock_prediction_summaries AS forecasts
INNER JOIN trading_sessions AS outcomes ON forecasts.target_date = outcomes.session_date
WHERE forecasts.created_at < outcomes.closes_at AND outcomes.closes_at <= now();
