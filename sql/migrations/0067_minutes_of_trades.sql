-- The minute of an execution, in Vietnam's time; null of one by the daily bar.
ALTER TABLE simulation_trades ADD COLUMN minute TIME;
