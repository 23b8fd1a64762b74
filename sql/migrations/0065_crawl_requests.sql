-- Periods of prices that users ask the crawlers for, one run of a crawler each.

-- A row is queued until its Airflow run starts. The state follows that run (vn30.airflow.listeners). Whoever
-- sends the same key again means the same request, which has this fingerprint.
CREATE TABLE crawl_requests (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    airflow_run_id TEXT GENERATED ALWAYS AS ('api__' || cast(id AS TEXT)) STORED UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('daily', 'minutes')),
    tickers TEXT[] NOT NULL CHECK (cardinality(tickers) BETWEEN 1 AND 30),
    -- Both included.
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    fingerprint TEXT NOT NULL,
    idempotency_key TEXT,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (
        state IN ('queued', 'running', 'done', 'failed', 'cancelled')
    ),
    -- Why it has failed, for its user.
    problem TEXT,
    requested_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ,
    UNIQUE (user_id, idempotency_key),
    CHECK (first_date <= last_date),
    CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);

CREATE INDEX idx_crawl_requests_newest ON crawl_requests (requested_at DESC);
