-- Simulations: batches as users request them, the simulations of each, and what came of them. The ledger of
-- trials is a table of its own: deleting a simulation takes nothing from it.

-- One row a request, which is one run of vn30_simulation. A single simulation is a batch of one.
CREATE TABLE simulation_batches (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    name TEXT NOT NULL CHECK (length(name) <= 120),
    -- The fields that differ, with their values: [{field, values}]; empty for a single simulation.
    axes JSONB NOT NULL,
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 1000),
    state TEXT NOT NULL DEFAULT 'queued' CHECK (
        state IN ('queued', 'running', 'done', 'failed', 'cancelled')
    ),
    airflow_run_id TEXT NOT NULL UNIQUE,
    idempotency_key TEXT,
    request_fingerprint TEXT NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    started_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    error TEXT,
    -- Probability of back-test overfitting over the simulations of the batch; null for fewer than two.
    overfitting DOUBLE PRECISION CHECK (overfitting BETWEEN 0 AND 1),
    overfitting_splits INTEGER,
    UNIQUE (user_id, idempotency_key)
);

CREATE INDEX simulation_batches_newest ON simulation_batches (requested_at DESC);

-- run_name: SHA-256 of document, code and data; equal names have equal results. result_hash: of the account
-- over time, by which that is checked. Figures that are listed and sorted are columns; all are in figures.
CREATE TABLE simulations (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    batch_id UUID NOT NULL REFERENCES simulation_batches (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 0),
    label TEXT NOT NULL,
    document JSONB NOT NULL,
    document_hash TEXT NOT NULL CHECK (document_hash ~ '^[0-9a-f]{64}$'),
    state TEXT NOT NULL DEFAULT 'queued' CHECK (
        state IN ('queued', 'running', 'done', 'failed', 'cancelled')
    ),
    -- What it does while it is running.
    step TEXT,
    error TEXT,
    started_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    -- A deleted simulation keeps its row without documents of results: its batch counts it.
    deleted_at TIMESTAMPTZ,
    tidied_at TIMESTAMPTZ,
    run_name TEXT CHECK (run_name ~ '^[0-9a-f]{64}$'),
    result_hash TEXT CHECK (result_hash ~ '^[0-9a-f]{64}$'),
    code_version TEXT,
    sources JSONB,
    known_at TIMESTAMPTZ,
    as_of_date DATE,
    first_session DATE,
    last_session DATE,
    family TEXT,
    figures JSONB,
    notes TEXT[] NOT NULL DEFAULT '{}',
    annual_return DOUBLE PRECISION,
    annual_excess DOUBLE PRECISION,
    sharpe DOUBLE PRECISION,
    sharpe_error DOUBLE PRECISION,
    deflated_sharpe DOUBLE PRECISION,
    drawdown DOUBLE PRECISION,
    trades INTEGER,
    UNIQUE (batch_id, number),
    CHECK ((state = 'done') = (result_hash IS NOT NULL))
);

CREATE INDEX simulations_name ON simulations (run_name);

-- The account and its benchmarks after each session, VND; null where a benchmark has no value.
CREATE TABLE simulation_equity (
    simulation_id UUID PRIMARY KEY REFERENCES simulations (id) ON DELETE CASCADE,
    sessions DATE[] NOT NULL,
    equity DOUBLE PRECISION[] NOT NULL,
    cash DOUBLE PRECISION[] NOT NULL,
    buy_and_hold DOUBLE PRECISION[] NOT NULL,
    vn30 DOUBLE PRECISION[] NOT NULL,
    regimes TEXT[] NOT NULL,
    CHECK (
        cardinality(sessions) = cardinality(equity)
        AND cardinality(sessions) = cardinality(cash)
        AND cardinality(sessions) = cardinality(buy_and_hold)
        AND cardinality(sessions) = cardinality(vn30)
        AND cardinality(sessions) = cardinality(regimes)
    )
);

-- Executions; quantity below 0 is a sale. Price, fee, tax and gain are VND.
CREATE TABLE simulation_trades (
    simulation_id UUID NOT NULL REFERENCES simulations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    session_date DATE NOT NULL,
    decided_date DATE NOT NULL,
    ticker TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity <> 0),
    price DOUBLE PRECISION NOT NULL,
    fee BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    reason TEXT NOT NULL,
    opened_date DATE,
    gain BIGINT NOT NULL,
    PRIMARY KEY (simulation_id, number)
);

CREATE TABLE simulation_files (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    simulation_id UUID NOT NULL REFERENCES simulations (id) ON DELETE CASCADE,
    type TEXT NOT NULL CHECK (
        type IN ('trades_csv', 'equity_parquet', 'tear_sheet_png', 'tear_sheet_html')
    ),
    url TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (simulation_id, type)
);

-- simulation_id is null for lines on the whole batch.
CREATE TABLE simulation_logs (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch_id UUID NOT NULL REFERENCES simulation_batches (id) ON DELETE CASCADE,
    simulation_id UUID REFERENCES simulations (id) ON DELETE CASCADE,
    ts TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    level TEXT NOT NULL CHECK (level IN ('INFO', 'WARNING', 'ERROR')),
    message TEXT NOT NULL
);

CREATE INDEX simulation_logs_batch ON simulation_logs (batch_id, id);
