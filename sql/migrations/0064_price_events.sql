-- Events of the stored prices: closes at a price limit, new highs and lows, high volume. Each follows from
-- bars up to its session alone; the crawl that stores a stock's bars stores them in the same transaction.
CREATE TABLE price_events (
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    session_date DATE NOT NULL,
    kind TEXT NOT NULL CHECK (
        kind IN ('ceiling', 'floor', 'high_52_weeks', 'low_52_weeks', 'volume_spike')
    ),
    -- The close, VND: as traded at a price limit, else adjusted; of a spike the volume, shares.
    value DOUBLE PRECISION NOT NULL,
    -- What it is compared with: reference price, earlier extreme (VND), or mean volume (shares).
    baseline DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (stock_id, session_date, kind)
);

CREATE INDEX idx_price_events_session ON price_events (session_date DESC);

CREATE TRIGGER price_events_inserted AFTER INSERT ON price_events
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER price_events_updated AFTER UPDATE ON price_events
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER price_events_deleted AFTER DELETE ON price_events
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
