-- What the crawler needs to ask only for what is missing, and what it has to tell.

-- The sources have been asked for every session of a stock from here on: before it, nobody knows yet. That
-- is certain when the first choice among them has answered, or the others often enough.
CREATE TABLE price_coverage (
    stock_id BIGINT PRIMARY KEY REFERENCES stocks (id) ON DELETE CASCADE,
    asked_from DATE NOT NULL,
    times_asked INTEGER NOT NULL DEFAULT 1,
    is_certain BOOLEAN NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Sessions for which a source answered without a usable bar: a suspension, or a hole at the vendor.
CREATE TABLE session_absences (
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    session_date DATE NOT NULL,
    times_asked INTEGER NOT NULL DEFAULT 1,
    reason TEXT NOT NULL,
    last_asked_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (stock_id, session_date)
);

-- How far a close may be from the one before, as vn30.listings has it: of the rows that hold for a bar the
-- widest counts. after_absence: holds after at least that many sessions without a bar.
CREATE TABLE price_bands (
    ticker TEXT NOT NULL,
    exchange TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    after_absence INTEGER NOT NULL,
    daily_limit NUMERIC(6, 4) NOT NULL CHECK (daily_limit > 0),
    rounding_vnd NUMERIC(6, 2) NOT NULL,
    PRIMARY KEY (ticker, valid_from, valid_to, after_absence)
);

-- History that a vendor adjusted anew. Prices before ex_date were multiplied by factor.
CREATE TABLE price_restatements (
    id BIGSERIAL PRIMARY KEY,
    crawl_id UUID NOT NULL REFERENCES crawl_runs (id) ON DELETE CASCADE,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    ex_date DATE NOT NULL,
    factor NUMERIC(18, 9) NOT NULL CHECK (factor > 0),
    bars_restated INTEGER NOT NULL,
    likely_cause TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_price_restatements_stock ON price_restatements (stock_id, ex_date);

ALTER TABLE crawl_runs
ADD COLUMN request JSONB NOT NULL DEFAULT '{}',
ADD COLUMN has_members_list BOOLEAN NOT NULL DEFAULT FALSE;

-- The first two are what the load says, the others what the gate measured up to the as-of date.
ALTER TABLE crawl_tickers
ADD COLUMN answered_by TEXT,
ADD COLUMN rows_removed INTEGER,
ADD COLUMN newest_session DATE,
ADD COLUMN sessions_expected INTEGER,
ADD COLUMN bars_stored INTEGER,
ADD COLUMN known_absences INTEGER,
ADD COLUMN open_gaps INTEGER,
DROP CONSTRAINT crawl_tickers_state_check,
ADD CONSTRAINT crawl_tickers_state_check CHECK (state IN ('planned', 'loaded', 'failed', 'up_to_date'));

CREATE INDEX idx_crawl_tickers_ticker ON crawl_tickers (ticker, updated_at DESC);

-- Some findings are news and no fault: a series that was restated as it should be.
ALTER TABLE crawl_findings
DROP CONSTRAINT crawl_findings_severity_check,
ADD CONSTRAINT crawl_findings_severity_check CHECK (severity IN ('error', 'warning', 'info'));

-- What a crawl left behind, as its gate found it.
CREATE TABLE crawl_reports (
    crawl_id UUID PRIMARY KEY REFERENCES crawl_runs (id) ON DELETE CASCADE,
    tickers_planned INTEGER NOT NULL,
    tickers_loaded INTEGER NOT NULL,
    tickers_up_to_date INTEGER NOT NULL,
    tickers_failed INTEGER NOT NULL,
    bars_inserted INTEGER NOT NULL,
    bars_updated INTEGER NOT NULL,
    bars_removed INTEGER NOT NULL,
    rows_quarantined INTEGER NOT NULL,
    tickers_restated INTEGER NOT NULL,
    newest_session DATE,
    sessions_expected BIGINT NOT NULL,
    bars_stored BIGINT NOT NULL,
    known_absences BIGINT NOT NULL,
    open_gaps BIGINT NOT NULL,
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    summary TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- The unique index on (stock_id, price_date) is read in either direction: a second one only slows each load.
DROP INDEX idx_stock_prices_stock_date;
