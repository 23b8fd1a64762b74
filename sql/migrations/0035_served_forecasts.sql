-- Forecasts of several versions for the same session. The served one is the forecast of record: that of the
-- champion. Others are of challengers.

ALTER TABLE stock_prediction_summaries
ADD COLUMN is_served BOOLEAN NOT NULL DEFAULT TRUE,
DROP CONSTRAINT stock_prediction_summaries_stock_id_as_of_date_horizon_days_key,
ADD CONSTRAINT stock_prediction_summaries_one_a_run
UNIQUE (stock_id, as_of_date, horizon_days, experiment_run_id);

CREATE UNIQUE INDEX ux_stock_prediction_summaries_served
ON stock_prediction_summaries (stock_id, as_of_date, horizon_days)
WHERE is_served;

CREATE INDEX idx_pred_summaries_run ON stock_prediction_summaries (experiment_run_id, horizon_days);

-- What is read of every stock changes when a champion is pinned or replaced.
CREATE FUNCTION note_changed_champion() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_revisions AS known (stock_id, revision)
    SELECT stocks.id, 1 FROM stocks ORDER BY stocks.id
    ON CONFLICT (stock_id) DO UPDATE SET revision = known.revision + 1;
    RETURN NULL;
END
$$;

CREATE TRIGGER champions_inserted AFTER INSERT ON model_champions
FOR EACH ROW WHEN (new.is_pinned) EXECUTE FUNCTION note_changed_champion();
CREATE TRIGGER champions_updated AFTER UPDATE ON model_champions
FOR EACH ROW WHEN (new.is_pinned) EXECUTE FUNCTION note_changed_champion();
