-- What was known when: each bar carries since when it is the platform's truth, and bars that were replaced or
-- removed are kept for ever, with their period. "When" is the clock of this database: neither VN30_AS_OF nor
-- the clock of a task moves it.

-- The time of this transaction's changes of prices, the same for all of them. The lock is shared by writers;
-- price_moment() takes it alone, so that each change is either committed by such a moment or later than it.
CREATE FUNCTION price_change_time() RETURNS TIMESTAMPTZ LANGUAGE plpgsql AS $$
DECLARE
    known TEXT := current_setting('vn30.price_change_time', TRUE);
BEGIN
    IF coalesce(known, '') = '' THEN
        PERFORM pg_advisory_xact_lock_shared(hashtext('vn30 prices'));
        known := set_config('vn30.price_change_time', clock_timestamp()::TEXT, TRUE);
    END IF;
    RETURN known;
END
$$;

-- A moment at which prices can be read as known, always with the same result. To be called in a transaction
-- of its own, which ends at once: writers wait until then.
CREATE FUNCTION price_moment() RETURNS TIMESTAMPTZ LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('vn30 prices'));
    RETURN clock_timestamp();
END
$$;

-- Bars of before this migration are known since they were fetched. With USING, the table is written once.
ALTER TABLE stock_prices ADD COLUMN known_from TIMESTAMPTZ;
ALTER TABLE stock_prices
ALTER COLUMN known_from TYPE TIMESTAMPTZ USING fetched_at,
ALTER COLUMN known_from SET NOT NULL,
ALTER COLUMN known_from SET DEFAULT price_change_time();

-- The versions that a change has closed: known from known_from on, and not at known_until any more. Without a
-- reference to stocks, as what was known outlives the stock.
CREATE TABLE stock_price_history (
    stock_id BIGINT NOT NULL,
    price_date DATE NOT NULL,
    open_price NUMERIC(18, 4),
    high_price NUMERIC(18, 4),
    low_price NUMERIC(18, 4),
    close_price NUMERIC(18, 4) NOT NULL,
    volume BIGINT,
    source TEXT NOT NULL,
    is_provisional BOOLEAN NOT NULL,
    known_from TIMESTAMPTZ NOT NULL,
    known_until TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (stock_id, price_date, known_from),
    CHECK (known_until > known_from)
);

-- Most reads are of a recent moment, which few versions outlive.
CREATE INDEX stock_price_history_until ON stock_price_history (stock_id, known_until);

-- Takes the lock before a row is locked, so that no two writers wait for each other.
CREATE FUNCTION begin_price_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM price_change_time();
    RETURN NULL;
END
$$;

CREATE FUNCTION open_price_version() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    -- Never back: the clock may have been set back since.
    new.known_from := greatest(price_change_time(), old.known_from);
    RETURN new;
END
$$;

-- A bar that this transaction has stored itself was never known to another: it leaves no version.
CREATE FUNCTION close_updated_prices() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_price_history
    SELECT
        earlier.stock_id, earlier.price_date, earlier.open_price, earlier.high_price, earlier.low_price,
        earlier.close_price, earlier.volume, earlier.source, earlier.is_provisional, earlier.known_from,
        later.known_from
    FROM earlier
    INNER JOIN later ON earlier.id = later.id
    WHERE later.known_from > earlier.known_from;
    RETURN NULL;
END
$$;

CREATE FUNCTION close_deleted_prices() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_price_history
    SELECT
        earlier.stock_id, earlier.price_date, earlier.open_price, earlier.high_price, earlier.low_price,
        earlier.close_price, earlier.volume, earlier.source, earlier.is_provisional, earlier.known_from,
        price_change_time()
    FROM earlier
    WHERE earlier.known_from < price_change_time();
    RETURN NULL;
END
$$;

CREATE TRIGGER prices_change BEFORE INSERT OR UPDATE OR DELETE ON stock_prices
FOR EACH STATEMENT EXECUTE FUNCTION begin_price_change();

-- Equal values are the same version, such as those of a provisional bar that becomes final unchanged.
CREATE TRIGGER prices_open_version BEFORE UPDATE ON stock_prices
FOR EACH ROW
WHEN (
    (old.open_price, old.high_price, old.low_price, old.close_price, old.volume)
    IS DISTINCT FROM
    (new.open_price, new.high_price, new.low_price, new.close_price, new.volume)
)
EXECUTE FUNCTION open_price_version();

CREATE TRIGGER prices_close_updated AFTER UPDATE ON stock_prices
REFERENCING OLD TABLE AS earlier NEW TABLE AS later
FOR EACH STATEMENT EXECUTE FUNCTION close_updated_prices();

CREATE TRIGGER prices_close_deleted AFTER DELETE ON stock_prices
REFERENCING OLD TABLE AS earlier
FOR EACH STATEMENT EXECUTE FUNCTION close_deleted_prices();

-- Versions of before this time were overwritten.
ALTER TABLE market_state ADD COLUMN history_since TIMESTAMPTZ NOT NULL DEFAULT now();

-- The moment as of which a training run reads prices; null of runs before this migration.
ALTER TABLE experiment_runs ADD COLUMN prices_known_at TIMESTAMPTZ;

-- The same time as that of the bars that the restatement has changed.
ALTER TABLE price_restatements ALTER COLUMN created_at SET DEFAULT price_change_time();
