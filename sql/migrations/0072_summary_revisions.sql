-- What two summaries are made of counts on its own: the market table and the models (market_revision), and
-- the completeness of daily series (series_revision). Recommendations, risk, fundamentals and minutes change
-- neither, so that the summaries stay current through them.
ALTER TABLE stock_revisions
ADD COLUMN market_revision BIGINT NOT NULL DEFAULT 0,
ADD COLUMN series_revision BIGINT NOT NULL DEFAULT 0;

-- Ordered: two writers of several stocks lock them in the same order.
CREATE FUNCTION note_revisions(changed_stocks BIGINT[], changed_table TEXT) RETURNS VOID
LANGUAGE plpgsql AS $$
DECLARE
    of_market BIGINT := (changed_table IN (
        'stocks', 'stock_prices', 'stock_prediction_summaries', 'model_statuses', 'model_horizon_metrics',
        'experiment_ticker_artifacts', 'model_champions', 'model_versions'
    ))::INTEGER;
    of_series BIGINT := (changed_table IN (
        'stocks', 'stock_prices', 'session_absences', 'price_coverage', 'price_bands', 'index_members'
    ))::INTEGER;
BEGIN
    INSERT INTO stock_revisions AS known (stock_id, revision, market_revision, series_revision)
    SELECT DISTINCT changed.stock_id, 1, of_market, of_series
    FROM unnest(changed_stocks) AS changed (stock_id)
    ORDER BY changed.stock_id
    ON CONFLICT (stock_id) DO UPDATE
        SET
            revision = known.revision + 1,
            market_revision = known.market_revision + excluded.market_revision,
            series_revision = known.series_revision + excluded.series_revision;
END
$$;

CREATE OR REPLACE FUNCTION note_changed_stocks() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_revisions(array(SELECT changed.stock_id FROM changed), tg_table_name);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION note_changed_master_data() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_revisions(array(SELECT changed.id FROM changed), tg_table_name);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION note_changed_champion() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_revisions(array(SELECT stocks.id FROM stocks), tg_table_name);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION note_changed_tickers() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_revisions(
        array(SELECT stocks.id FROM changed INNER JOIN stocks ON changed.ticker = stocks.ticker),
        tg_table_name
    );
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION count_minutes() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_revisions(
        array(SELECT stocks.id FROM stocks WHERE stocks.ticker = new.symbol), tg_table_name
    );
    RETURN NULL;
END
$$;

-- Verdicts are decided when all tickers of a run are trained, after their models were published.
CREATE FUNCTION note_changed_scores() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_revisions(
        array(
            SELECT statuses.stock_id
            FROM changed INNER JOIN model_statuses AS statuses ON changed.model_status_id = statuses.id
        ),
        tg_table_name
    );
    RETURN NULL;
END
$$;

CREATE TRIGGER scores_inserted AFTER INSERT ON model_horizon_metrics
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_scores();
CREATE TRIGGER scores_updated AFTER UPDATE ON model_horizon_metrics
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_scores();

-- A version of a pinned line is not served any more once it is deleted.
CREATE TRIGGER versions_deleted AFTER UPDATE OF deleted_at ON model_versions
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at)
EXECUTE FUNCTION note_changed_champion();

-- The first and the last session that are expected of a series depend on its price limits.
CREATE TRIGGER bands_inserted AFTER INSERT ON price_bands
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_tickers();
CREATE TRIGGER bands_deleted AFTER DELETE ON price_bands
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_tickers();
