-- Risk of each stock after each session. Losses, volatilities and changes are shares of 1, losses are
-- positive; nothing here depends on bars after session_date.

-- One row a stock and session. Volatilities are by year.
CREATE TABLE risk_states (
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    session_date DATE NOT NULL,
    -- The first and the last stored bar that were read.
    first_bar DATE NOT NULL,
    last_bar DATE NOT NULL,
    ewma_volatility DOUBLE PRECISION NOT NULL,
    realised_volatility DOUBLE PRECISION NOT NULL,
    -- From minutes, over the newest sessions that have them; null for fewer than 15 of 20.
    intraday_volatility DOUBLE PRECISION,
    -- Median of the newest 20 sessions, VND.
    traded_value DOUBLE PRECISION,
    computed_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stock_id, session_date),
    CHECK (first_bar <= last_bar AND last_bar <= session_date)
);

CREATE INDEX idx_risk_states_session ON risk_states (session_date);

-- Ratios, drawdown and betas over the newest 250 and 750 sessions, with standard errors.
CREATE TABLE risk_measures (
    stock_id BIGINT NOT NULL,
    session_date DATE NOT NULL,
    period_sessions INTEGER NOT NULL,
    first_session DATE NOT NULL,
    annual_return DOUBLE PRECISION,
    volatility DOUBLE PRECISION NOT NULL,
    volatility_error DOUBLE PRECISION NOT NULL,
    sharpe DOUBLE PRECISION,
    sharpe_error DOUBLE PRECISION,
    -- Probability that the true Sharpe ratio is above 0.
    sharpe_above_zero DOUBLE PRECISION,
    sortino DOUBLE PRECISION,
    sortino_error DOUBLE PRECISION,
    calmar DOUBLE PRECISION,
    calmar_error DOUBLE PRECISION,
    drawdown DOUBLE PRECISION NOT NULL,
    drawdown_peak DATE NOT NULL,
    drawdown_trough DATE NOT NULL,
    drawdown_recovered DATE,
    drawdown_sessions INTEGER NOT NULL,
    beta_vnindex DOUBLE PRECISION,
    beta_vnindex_error DOUBLE PRECISION,
    correlation_vnindex DOUBLE PRECISION,
    beta_vn30 DOUBLE PRECISION,
    beta_vn30_error DOUBLE PRECISION,
    correlation_vn30 DOUBLE PRECISION,
    PRIMARY KEY (stock_id, session_date, period_sessions),
    FOREIGN KEY (stock_id, session_date) REFERENCES risk_states (stock_id, session_date) ON DELETE CASCADE
);

-- Value at risk and expected shortfall, and the back-test of the value at risk on past sessions: outcomes
-- that do not overlap, those with a larger loss, p-values, traffic light.
CREATE TABLE var_backtests (
    stock_id BIGINT NOT NULL,
    session_date DATE NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('historical', 'filtered', 'cornish_fisher')),
    confidence DOUBLE PRECISION NOT NULL CHECK (confidence > 0 AND confidence < 1),
    horizon_sessions INTEGER NOT NULL,
    -- Null where the method has no value.
    value_at_risk DOUBLE PRECISION,
    expected_shortfall DOUBLE PRECISION,
    -- Null where the stock has too few sessions for a back-test.
    outcomes INTEGER,
    exceptions INTEGER,
    expected_exceptions DOUBLE PRECISION,
    kupiec_p DOUBLE PRECISION,
    -- Null for fewer than two exceptions.
    independence_p DOUBLE PRECISION,
    coverage_p DOUBLE PRECISION,
    zone TEXT CHECK (zone IN ('green', 'yellow', 'red')),
    -- Mean loss over expected shortfall of the exceptions.
    es_ratio DOUBLE PRECISION,
    es_ratio_error DOUBLE PRECISION,
    PRIMARY KEY (stock_id, session_date, method, confidence, horizon_sessions),
    FOREIGN KEY (stock_id, session_date) REFERENCES risk_states (stock_id, session_date) ON DELETE CASCADE
);

-- The worst spans of sessions of a stock, and its change in named shocks of the market.
CREATE TABLE risk_losses (
    stock_id BIGINT NOT NULL,
    session_date DATE NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('span', 'shock')),
    -- Of a span its length in sessions.
    name TEXT NOT NULL,
    first_session DATE NOT NULL,
    last_session DATE NOT NULL,
    change DOUBLE PRECISION,
    -- Of a shock: the change of VNINDEX, and whether the stock's is its beta times that.
    index_change DOUBLE PRECISION,
    is_estimated BOOLEAN NOT NULL,
    PRIMARY KEY (stock_id, session_date, kind, name),
    FOREIGN KEY (stock_id, session_date) REFERENCES risk_states (stock_id, session_date) ON DELETE CASCADE
);

-- What was read of a stock is not current any more once its risk was computed again.
CREATE TRIGGER risk_inserted AFTER INSERT ON risk_states
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
