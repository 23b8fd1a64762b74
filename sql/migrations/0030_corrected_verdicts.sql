-- Verdicts that hold over all tickers of a run, and intervals that are judged in calm and in volatile times.

-- The p-value corrected by Benjamini and Hochberg over the tickers of the run at the horizon; the verdict is
-- by it. null: the run has not finished, or was finished before corrections were made.
ALTER TABLE model_horizon_metrics
ADD COLUMN corrected_p_value NUMERIC(7, 6);

ALTER TABLE member_horizon_metrics
ADD COLUMN corrected_p_value NUMERIC(7, 6);

-- Earlier verdicts were by the p-value of one ticker, of which luck alone proves one in twenty.
UPDATE model_horizon_metrics
SET verdict = 'not proven'
WHERE verdict = 'proven';

-- Shares of outcomes inside their interval with their standard errors (block bootstrap over sessions), in
-- thirds of the ticker's volatility as it was known on the session of the forecast, and the mean interval
-- score of Winkler in percent of the base price. null: too few sessions.
ALTER TABLE experiment_scores
ADD COLUMN coverage_error NUMERIC(5, 4),
ADD COLUMN coverage_calm NUMERIC(5, 4),
ADD COLUMN coverage_calm_error NUMERIC(5, 4),
ADD COLUMN coverage_ordinary NUMERIC(5, 4),
ADD COLUMN coverage_ordinary_error NUMERIC(5, 4),
ADD COLUMN coverage_volatile NUMERIC(5, 4),
ADD COLUMN coverage_volatile_error NUMERIC(5, 4),
ADD COLUMN winkler_pct NUMERIC(8, 4);
