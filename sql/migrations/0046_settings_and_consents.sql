-- What users choose, and which risk texts they have accepted.

CREATE TABLE user_settings (
    user_id UUID PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    preferred_profile TEXT NOT NULL DEFAULT 'moderate'
    CHECK (preferred_profile IN ('conservative', 'moderate', 'aggressive')),
    -- Trading sessions.
    default_horizon_days INTEGER NOT NULL DEFAULT 15 CHECK (default_horizon_days IN (7, 15, 30)),
    -- Percent of the value of a trade (fee) and of a sale (tax).
    fee_pct DOUBLE PRECISION NOT NULL DEFAULT 0.15 CHECK (fee_pct BETWEEN 0 AND 5),
    tax_pct DOUBLE PRECISION NOT NULL DEFAULT 0.1 CHECK (tax_pct BETWEEN 0 AND 5),
    mail_on_label_change BOOLEAN NOT NULL DEFAULT FALSE,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE risk_consents (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- The number of the text in vn30/users/risk_texts, and the SHA-256 of what was shown.
    text_version INTEGER NOT NULL,
    text_sha256 TEXT NOT NULL,
    accepted_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    -- IP address; NULL once the account is deleted.
    address TEXT,
    UNIQUE (user_id, text_version)
);

-- A consent is evidence: it is not changed, but for the address of a deleted account.
CREATE FUNCTION refuse_change_of_consent() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op = 'UPDATE' AND new.address IS NULL
    AND (new.id, new.user_id, new.text_version, new.text_sha256, new.accepted_at)
    = (old.id, old.user_id, old.text_version, old.text_sha256, old.accepted_at) THEN
        RETURN new;
    END IF;
    RAISE EXCEPTION 'risk_consents is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER risk_consents_are_final
BEFORE UPDATE ON risk_consents
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_consent();

-- Accounts of people who registered themselves have a confirmed address in users.email, in lower case.
ALTER TABLE users
ADD COLUMN last_sign_in_at TIMESTAMPTZ,
ADD COLUMN deleted_at TIMESTAMPTZ;

UPDATE users SET last_sign_in_at = known.signed_in_at
FROM (
    SELECT
        sign_ins.user_id,
        max(sign_ins.signed_in_at) AS signed_in_at
    FROM sign_ins
    GROUP BY sign_ins.user_id
) AS known
WHERE users.id = known.user_id;
