-- Walk-forwards of optimisation methods that users request for a portfolio of theirs.

-- What is requested is in settings (vn30.optimisation.config.WalkForwardConfig). A row is pending until the
-- first task of its Airflow run claims it; whoever sends the same key again means the same request, whose
-- settings have this fingerprint.
CREATE TABLE walk_forwards (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    portfolio_id UUID NOT NULL REFERENCES portfolios (id) ON DELETE CASCADE,
    airflow_run_id TEXT GENERATED ALWAYS AS ('api__' || cast(id AS TEXT)) STORED UNIQUE,
    settings JSONB NOT NULL,
    fingerprint TEXT NOT NULL,
    idempotency_key TEXT,
    state TEXT NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'running', 'success', 'failed', 'cancelled')),
    -- The session up to which prices are read, and the stocks; set when the run is claimed.
    as_of_date DATE,
    tickers TEXT[],
    -- Why it has failed, for its user.
    problem TEXT,
    requested_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ,
    UNIQUE (portfolio_id, idempotency_key),
    CHECK ((state IN ('success', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);

CREATE INDEX idx_walk_forwards_portfolio ON walk_forwards (portfolio_id, requested_at);

-- What came of one method (vn30.optimisation.walk_forward_result), stored once: a repeated task replaces it.
CREATE TABLE walk_forward_results (
    walk_forward_id UUID NOT NULL REFERENCES walk_forwards (id) ON DELETE CASCADE,
    method TEXT NOT NULL,
    result JSONB NOT NULL,
    PRIMARY KEY (walk_forward_id, method)
);
