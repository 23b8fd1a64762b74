-- Fundamentals of stocks, kept by the session after which they were known: a read as of a session takes the
-- newest row up to it. A value that has not changed is not repeated.
CREATE TABLE fundamental_snapshots (
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    metric TEXT NOT NULL CHECK (
        metric IN (
            'shares_outstanding', 'eps', 'pe', 'pb', 'roe', 'dividend_yield', 'foreign_ownership',
            'foreign_limit', 'foreign_room'
        )
    ),
    session_date DATE NOT NULL,
    known_from TIMESTAMPTZ NOT NULL,
    value DOUBLE PRECISION,
    unit TEXT NOT NULL CHECK (unit IN ('shares', 'VND', 'times', '%')),
    -- Of the report, such as "four quarters to 2026-Q3"; null for what is of the day itself.
    period TEXT,
    source TEXT NOT NULL,
    -- Why there is no value.
    reason TEXT,
    -- How the value was computed, if the source does not give it itself.
    note TEXT,
    PRIMARY KEY (stock_id, metric, session_date, known_from),
    CHECK ((value IS NULL) = (reason IS NOT NULL))
);

-- What was asked last of a stock: when and by what it was answered, or why it was not.
CREATE TABLE fundamental_checks (
    stock_id BIGINT PRIMARY KEY REFERENCES stocks (id) ON DELETE CASCADE,
    asked_at TIMESTAMPTZ NOT NULL,
    -- The session for which there was an answer; null before the first one.
    session_date DATE,
    answered_at TIMESTAMPTZ,
    source TEXT,
    problem TEXT,
    CHECK ((session_date IS NULL) = (answered_at IS NULL))
);

CREATE TRIGGER fundamentals_inserted AFTER INSERT ON fundamental_snapshots
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER fundamentals_deleted AFTER DELETE ON fundamental_snapshots
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER fundamental_checks_inserted AFTER INSERT ON fundamental_checks
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER fundamental_checks_updated AFTER UPDATE ON fundamental_checks
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
