-- What each feature is, beside its function and parameters; NULL in definitions from before.
ALTER TABLE feature_definitions
ADD COLUMN feature_group TEXT,
ADD COLUMN formula TEXT,
ADD COLUMN source TEXT,
ADD COLUMN unit TEXT;
-- calendar: of the session itself, equal for all tickers.
ALTER TABLE feature_definitions DROP CONSTRAINT feature_definitions_kind_check;
ALTER TABLE feature_definitions
ADD CHECK (kind IN ('ticker', 'market', 'calendar', 'rank'));

-- Look-ahead proof: what was computed for a past session, again from prices that end there. One row a checked
-- session of a run of vn30_lookahead_check.
CREATE TABLE lookahead_checks (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    airflow_run_id TEXT NOT NULL,
    session_date DATE NOT NULL,
    -- The session that the full history reaches.
    as_of_date DATE NOT NULL,
    horizon INTEGER NOT NULL,
    seed BIGINT NOT NULL,
    -- Whose own models were fitted again.
    ticker TEXT NOT NULL,
    tickers INTEGER NOT NULL,
    values_compared BIGINT NOT NULL CHECK (values_compared >= 0),
    seconds DOUBLE PRECISION NOT NULL,
    checked_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (airflow_run_id, session_date)
);

-- The columns that depend on later prices, each at its newest row that shows it.
CREATE TABLE lookahead_differences (
    check_id BIGINT NOT NULL REFERENCES lookahead_checks (id) ON DELETE CASCADE,
    part TEXT NOT NULL CHECK (part IN ('feature', 'rank', 'regime', 'forecast')),
    name TEXT NOT NULL,
    ticker TEXT NOT NULL,
    session_date DATE NOT NULL,
    full_value TEXT NOT NULL,
    cut_value TEXT NOT NULL,
    rows BIGINT NOT NULL CHECK (rows > 0)
);
CREATE INDEX ON lookahead_differences (check_id);

INSERT INTO pipeline_dags (dag_id, name, status, schedule_cron) VALUES
('vn30_lookahead_check', 'VN30 look-ahead check', 'paused', '0 20 * * 5');
