-- Reads of recommendations change with runs, judgements and records. Row 0 of the revisions stands for what
-- is of no single stock, so that no training task waits for it.
CREATE FUNCTION note_changed_recommendations() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_revisions AS known (stock_id, revision)
    VALUES (0, 1)
    ON CONFLICT (stock_id) DO UPDATE SET revision = known.revision + 1;
    RETURN NULL;
END
$$;

CREATE TRIGGER recommendation_runs_noted AFTER INSERT OR UPDATE ON recommendation_runs
FOR EACH STATEMENT EXECUTE FUNCTION note_changed_recommendations();
CREATE TRIGGER recommendation_outcomes_noted AFTER INSERT ON recommendation_outcomes
FOR EACH STATEMENT EXECUTE FUNCTION note_changed_recommendations();
CREATE TRIGGER recommendation_records_noted AFTER INSERT OR UPDATE OR DELETE ON recommendation_records
FOR EACH STATEMENT EXECUTE FUNCTION note_changed_recommendations();
