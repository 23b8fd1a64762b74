-- One-minute bars are Parquet files in the artifact store, one a stock and month; the tables here say which
-- file counts. A file is never changed: a new one takes its place when the row of its partition is updated.

CREATE TABLE intraday_partitions (
    symbol TEXT NOT NULL,
    month DATE NOT NULL CHECK (extract(DAY FROM month) = 1),
    url TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    bars INTEGER NOT NULL CHECK (bars > 0),
    first_minute TIMESTAMPTZ NOT NULL,
    last_minute TIMESTAMPTZ NOT NULL CHECK (last_minute >= first_minute),
    -- Of the bars that were written last.
    source TEXT NOT NULL,
    written_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (symbol, month)
);

-- Every file that a writer has begun, committed before it is written: one without a partition was replaced or
-- left by a killed writer, and retention removes it. Its name is used once, so it never counts again.
CREATE TABLE intraday_files (
    url TEXT PRIMARY KEY,
    -- When it was begun, or when another took its place: readers may still have its name.
    touched_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);

-- What is stored of each session, written with its partition: the day that its minutes make up (VND), by
-- which it is compared with the daily bar, and what is missing.
CREATE TABLE intraday_sessions (
    symbol TEXT NOT NULL,
    session_date DATE NOT NULL,
    bars INTEGER NOT NULL CHECK (bars > 0),
    open_price NUMERIC(18, 4) NOT NULL,
    high_price NUMERIC(18, 4) NOT NULL,
    low_price NUMERIC(18, 4) NOT NULL,
    close_price NUMERIC(18, 4) NOT NULL,
    volume BIGINT NOT NULL,
    first_minute TIMESTAMPTZ NOT NULL,
    last_minute TIMESTAMPTZ NOT NULL,
    -- Minutes of continuous matching up to the last bar without one, and how many of them follow each other.
    empty_minutes INTEGER NOT NULL,
    longest_gap INTEGER NOT NULL,
    -- Whether there is a bar of the closing auction.
    has_close BOOLEAN NOT NULL,
    -- Stored before the session had settled: it is asked for again.
    is_provisional BOOLEAN NOT NULL,
    -- How often a source has answered for it since it settled.
    times_asked INTEGER NOT NULL,
    source TEXT NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (symbol, session_date)
);

-- Sessions for which a source has answered without a usable minute.
CREATE TABLE intraday_absences (
    symbol TEXT NOT NULL,
    session_date DATE NOT NULL,
    times_asked INTEGER NOT NULL DEFAULT 1,
    last_asked_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (symbol, session_date)
);

-- The runs of vn30_intraday_crawler. newest_only: it has asked for the newest minutes of a running session.
CREATE TABLE intraday_runs (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    airflow_run_id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    as_of_date DATE NOT NULL,
    first_session DATE NOT NULL,
    newest_only BOOLEAN NOT NULL,
    summary TEXT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE intraday_run_tickers (
    run_id UUID NOT NULL REFERENCES intraday_runs (id) ON DELETE CASCADE,
    ticker TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'loaded', 'failed', 'up_to_date')),
    answered_by TEXT,
    message TEXT,
    bars_inserted INTEGER,
    bars_updated INTEGER,
    bars_unchanged INTEGER,
    bars_refused INTEGER,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, ticker)
);

CREATE TABLE intraday_findings (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id UUID NOT NULL REFERENCES intraday_runs (id) ON DELETE CASCADE,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    ticker TEXT NOT NULL,
    session_date DATE,
    detail TEXT NOT NULL
);

CREATE INDEX intraday_findings_run ON intraday_findings (run_id);

-- What was read of a stock's bars is not current any more once its minutes have changed.
CREATE FUNCTION count_minutes() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_revisions AS known (stock_id, revision)
    SELECT stocks.id, 1 FROM stocks WHERE stocks.ticker = new.symbol
    ON CONFLICT (stock_id) DO UPDATE SET revision = known.revision + 1;
    RETURN NULL;
END
$$;

CREATE TRIGGER minutes_change AFTER INSERT OR UPDATE ON intraday_partitions
FOR EACH ROW EXECUTE FUNCTION count_minutes();
