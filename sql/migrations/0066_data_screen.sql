-- The files of each version of the lake, so that a link can name one, and what the completeness of series
-- depends on beside prices and minutes.

CREATE TABLE lake_files (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version_id BIGINT NOT NULL REFERENCES lake_versions (id) ON DELETE CASCADE,
    -- In the manifest, from 1 on.
    part INTEGER NOT NULL CHECK (part > 0),
    -- Relative to the folder of the lake.
    path TEXT NOT NULL,
    rows BIGINT NOT NULL CHECK (rows >= 0),
    size_bytes BIGINT NOT NULL CHECK (size_bytes >= 0),
    sha256 TEXT NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    UNIQUE (version_id, part)
);

INSERT INTO lake_files (version_id, part, path, rows, size_bytes, sha256)
SELECT
    versions.id,
    files.part,
    files.file ->> 'path',
    (files.file ->> 'rows')::BIGINT,
    (files.file ->> 'size_bytes')::BIGINT,
    files.file ->> 'sha256'
FROM lake_versions AS versions
CROSS JOIN LATERAL jsonb_array_elements(versions.manifest -> 'files') WITH ORDINALITY AS files (file, part);

-- Lists over all stocks are ordered by when a row was stored.
CREATE INDEX price_quarantine_ticker ON price_quarantine (ticker, id DESC);
CREATE INDEX crawl_findings_ticker ON crawl_findings (ticker, id DESC);

-- Absences and what sources were asked for are stored without a change of prices, and market reads return
-- them: they count as changes of the stock.
CREATE TRIGGER absences_inserted AFTER INSERT ON session_absences
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER absences_updated AFTER UPDATE ON session_absences
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER absences_deleted AFTER DELETE ON session_absences
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();

CREATE TRIGGER coverage_inserted AFTER INSERT ON price_coverage
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER coverage_updated AFTER UPDATE ON price_coverage
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();

CREATE FUNCTION note_changed_tickers() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_revisions AS known (stock_id, revision)
    SELECT DISTINCT stocks.id, 1 FROM changed INNER JOIN stocks ON changed.ticker = stocks.ticker
    ORDER BY stocks.id
    ON CONFLICT (stock_id) DO UPDATE SET revision = known.revision + 1;
    RETURN NULL;
END
$$;

CREATE TRIGGER members_inserted AFTER INSERT ON index_members
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_tickers();
CREATE TRIGGER members_updated AFTER UPDATE ON index_members
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_tickers();
CREATE TRIGGER members_deleted AFTER DELETE ON index_members
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_tickers();

-- count_minutes reads the new row: of deleted absences it has none, but minutes have come then, which count.
CREATE TRIGGER minute_absences_change AFTER INSERT OR UPDATE ON intraday_absences
FOR EACH ROW EXECUTE FUNCTION count_minutes();
