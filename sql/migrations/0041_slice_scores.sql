-- slices: by horizon, the scores of the test forecasts by walk-forward fold and by market regime.
ALTER TABLE model_versions ADD COLUMN slices JSONB NOT NULL DEFAULT '{}';
