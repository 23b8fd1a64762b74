-- The language of users: their choice, that of the risk text which they have accepted, and that of mails to
-- people who have no account yet.

-- NULL: not chosen; the app follows the browser.
ALTER TABLE user_settings ADD COLUMN language TEXT CHECK (language IN ('en', 'vi'));

-- text_sha256 is that of the text in this language.
ALTER TABLE risk_consents ADD COLUMN language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'vi'));

CREATE OR REPLACE FUNCTION refuse_change_of_consent() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op = 'UPDATE' AND new.address IS NULL
    AND (new.id, new.user_id, new.text_version, new.text_sha256, new.language, new.accepted_at)
    = (old.id, old.user_id, old.text_version, old.text_sha256, old.language, old.accepted_at) THEN
        RETURN new;
    END IF;
    RAISE EXCEPTION 'risk_consents is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

-- The language of the request that caused the mail; the choice of the account goes before it.
ALTER TABLE mail_outbox ADD COLUMN language TEXT CHECK (language IN ('en', 'vi'));
