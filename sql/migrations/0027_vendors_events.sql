-- Corporate actions that a vendor lists among the events of a company, beside declared and inferred ones.
ALTER TABLE corporate_actions ADD COLUMN is_from_vendor BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE corporate_actions ADD CHECK (NOT (is_from_vendor AND factor IS NOT NULL));

-- When the source was last asked for the events of a company, and when it has last answered.
ALTER TABLE stocks
ADD COLUMN actions_asked_at TIMESTAMPTZ,
ADD COLUMN actions_checked_at TIMESTAMPTZ;

-- Market reads return actions: their changes count as those of prices do.
CREATE TRIGGER actions_inserted AFTER INSERT ON corporate_actions
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER actions_updated AFTER UPDATE ON corporate_actions
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
CREATE TRIGGER actions_deleted AFTER DELETE ON corporate_actions
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_stocks();
