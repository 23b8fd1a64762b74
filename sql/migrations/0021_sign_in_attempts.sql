-- Attempts to sign in that count against the limits of wrong passwords: each is added before its password is
-- checked, so that simultaneous attempts count too, and removed if the password is right.

CREATE TABLE sign_in_attempts (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- A keyed hash of the name: users sometimes enter their password as the name.
    name_digest TEXT NOT NULL,
    -- As in sign_ins.
    address TEXT NOT NULL,
    attempted_at TIMESTAMPTZ NOT NULL DEFAULT statement_timestamp()
);

CREATE INDEX sign_in_attempts_name ON sign_in_attempts (name_digest, attempted_at);
CREATE INDEX sign_in_attempts_address ON sign_in_attempts (address, attempted_at);
CREATE INDEX sign_in_attempts_age ON sign_in_attempts (attempted_at);
