-- Who changed what: an entry for each write through the API, and for each change of an account.

CREATE TABLE audit_entries (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recorded_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    action TEXT NOT NULL,
    -- Without a reference to users: entries outlive the account. NULL: nobody had signed in.
    user_id UUID,
    username TEXT,
    address TEXT NOT NULL,
    request_id TEXT,
    -- What was changed: a DAG, a run, a version, a day, a ticker, an account.
    subject TEXT,
    before JSONB,
    after JSONB
);

CREATE INDEX audit_entries_username ON audit_entries (username, id);
CREATE INDEX audit_entries_action ON audit_entries (action, id);
CREATE INDEX audit_entries_time ON audit_entries (recorded_at);

-- No statement of the API changes an entry, whatever its role may do with other tables.
CREATE FUNCTION refuse_change_of_audit() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entries is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_entries_are_final
BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();

-- What the browser or program that signed in calls itself; the owner tells sign-ins apart by it.
ALTER TABLE sign_ins ADD COLUMN user_agent TEXT;
