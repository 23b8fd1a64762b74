-- What each crawl set out to do, what came of it, and the rows it refused.

CREATE TABLE crawl_runs (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    airflow_run_id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    as_of_date DATE NOT NULL,
    notes TEXT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE crawl_tickers (
    crawl_id UUID NOT NULL REFERENCES crawl_runs (id) ON DELETE CASCADE,
    ticker TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'loaded', 'failed')),
    message TEXT,
    rows_inserted INTEGER,
    rows_updated INTEGER,
    rows_unchanged INTEGER,
    rows_quarantined INTEGER,
    first_session DATE,
    last_session DATE,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (crawl_id, ticker)
);

CREATE TABLE price_quarantine (
    id BIGSERIAL PRIMARY KEY,
    crawl_id UUID NOT NULL REFERENCES crawl_runs (id) ON DELETE CASCADE,
    ticker TEXT NOT NULL,
    price_date DATE,
    reason TEXT NOT NULL,
    raw_values JSONB NOT NULL,
    source TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_price_quarantine_crawl_ticker ON price_quarantine (crawl_id, ticker);

CREATE TABLE crawl_findings (
    id BIGSERIAL PRIMARY KEY,
    crawl_id UUID NOT NULL REFERENCES crawl_runs (id) ON DELETE CASCADE,
    check_name TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
    ticker TEXT,
    detail TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_crawl_findings_crawl ON crawl_findings (crawl_id);
