-- Mails to users: written in the transaction of what they report, and sent afterwards. An entry holds no
-- secret; links are made as a mail is sent.

CREATE TABLE mail_outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    -- NULL as soon as the entry is no longer due.
    recipient TEXT,
    -- NULL if it goes to an address that may have no account.
    user_id UUID REFERENCES users (id) ON DELETE CASCADE,
    parameters JSONB NOT NULL DEFAULT '{}',
    -- Entries of one key are one mail, such as that of a user and a run.
    key TEXT UNIQUE,
    state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sent', 'expired', 'failed', 'dropped')),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ NOT NULL,
    -- Failed attempts, the next one, and what was wrong with the last.
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    error TEXT,
    ended_at TIMESTAMPTZ,
    CHECK ((state = 'due') = (recipient IS NOT NULL)),
    CHECK ((state = 'due') = (ended_at IS NULL))
);

CREATE INDEX mail_outbox_due ON mail_outbox (next_attempt_at, id) WHERE state = 'due';
CREATE INDEX mail_outbox_ended ON mail_outbox (ended_at);

-- Links in mails, each valid once until it expires. The text of a link is not stored, only its SHA-256.
CREATE TABLE account_links (
    token_sha256 TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('registration', 'password_reset')),
    -- The address that the link confirms, or the account whose password it sets.
    email TEXT,
    user_id UUID REFERENCES users (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    CHECK ((purpose = 'registration') = (email IS NOT NULL)),
    CHECK ((purpose = 'password_reset') = (user_id IS NOT NULL))
);

CREATE INDEX account_links_email ON account_links (email);
CREATE INDEX account_links_user ON account_links (user_id);
CREATE INDEX account_links_expiry ON account_links (expires_at);

-- Requests for mails with links, which count against the limits of mass registration.
CREATE TABLE link_requests (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- A keyed hash of the mail address.
    email_digest TEXT NOT NULL,
    -- As in sign_ins, and the network around it: /24 of IPv4, /48 of IPv6.
    address TEXT NOT NULL,
    network TEXT NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL DEFAULT statement_timestamp()
);

CREATE INDEX link_requests_email ON link_requests (email_digest, requested_at);
CREATE INDEX link_requests_address ON link_requests (address, requested_at);
CREATE INDEX link_requests_network ON link_requests (network, requested_at);
CREATE INDEX link_requests_age ON link_requests (requested_at);
