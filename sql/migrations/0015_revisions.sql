-- What changed since: a number for each stock that grows with every committed change of its prices, forecasts
-- or scores. One row a stock, not one for all: whoever writes holds the row until the commit, and two
-- stocks must not wait for each other.
CREATE TABLE stock_revisions (
    stock_id BIGINT PRIMARY KEY,
    revision BIGINT NOT NULL
) WITH (fillfactor = 50);

INSERT INTO stock_revisions (stock_id, revision)
SELECT
    stocks.id,
    1
FROM stocks;

-- The statement's rows are in the transition table "changed". Ordered: two writers of several stocks lock
-- them in the same order.
CREATE FUNCTION note_changed_stocks() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_revisions AS known (stock_id, revision)
    SELECT DISTINCT changed.stock_id, 1 FROM changed ORDER BY changed.stock_id
    ON CONFLICT (stock_id) DO UPDATE SET revision = known.revision + 1;
    RETURN NULL;
END
$$;

CREATE FUNCTION note_changed_master_data() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_revisions AS known (stock_id, revision)
    SELECT DISTINCT changed.id, 1 FROM changed ORDER BY changed.id
    ON CONFLICT (stock_id) DO UPDATE SET revision = known.revision + 1;
    RETURN NULL;
END
$$;

CREATE TRIGGER prices_inserted AFTER INSERT ON stock_prices
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER prices_updated AFTER UPDATE ON stock_prices
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER prices_deleted AFTER DELETE ON stock_prices
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();

CREATE TRIGGER forecasts_inserted AFTER INSERT ON stock_prediction_summaries
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER forecasts_updated AFTER UPDATE ON stock_prediction_summaries
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER forecasts_deleted AFTER DELETE ON stock_prediction_summaries
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();

CREATE TRIGGER models_inserted AFTER INSERT ON model_statuses
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER models_updated AFTER UPDATE ON model_statuses
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER models_deleted AFTER DELETE ON model_statuses
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();

CREATE TRIGGER artifacts_inserted AFTER INSERT ON experiment_ticker_artifacts
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER artifacts_updated AFTER UPDATE ON experiment_ticker_artifacts
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER artifacts_deleted AFTER DELETE ON experiment_ticker_artifacts
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();

CREATE TRIGGER stocks_inserted AFTER INSERT ON stocks
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_master_data();
CREATE TRIGGER stocks_updated AFTER UPDATE ON stocks
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_master_data();
CREATE TRIGGER stocks_deleted AFTER DELETE ON stocks
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_master_data();
