-- Who is signed in. One row a sign-in: the family of the refresh tokens that have followed one another since.

CREATE TABLE sign_ins (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- Where it was made, as the API counts addresses: an IPv4 address, or an IPv6 network of 64 bits.
    address TEXT NOT NULL,
    signed_in_at TIMESTAMPTZ NOT NULL,
    -- The one refresh token that is good now, and the one that it has replaced.
    current_token UUID NOT NULL,
    issued_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    replaced_token UUID,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX sign_ins_user ON sign_ins (user_id);
CREATE INDEX sign_ins_expiry ON sign_ins (expires_at);

-- A changed password or a closed account ends every sign-in, whoever changes the row.
CREATE FUNCTION end_sign_ins() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE sign_ins SET revoked_at = now() WHERE user_id = new.id AND revoked_at IS NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER users_end_sign_ins
AFTER UPDATE OF password_hash, is_active ON users
FOR EACH ROW
WHEN (old.password_hash IS DISTINCT FROM new.password_hash OR (old.is_active AND NOT new.is_active))
EXECUTE FUNCTION end_sign_ins();
