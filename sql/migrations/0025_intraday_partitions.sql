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
    begun_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
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
    source TEXT NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (symbol, session_date)
);
