-- People who sign in to the platform, and what they follow.

CREATE TABLE users (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    username TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('end_user', 'data_scientist', 'admin')),
    email TEXT UNIQUE,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Owner of what the scheduler starts by itself. Its hash matches no password and it cannot sign in.
INSERT INTO users (username, password_hash, display_name, role, is_active)
VALUES ('airflow', '!', 'Airflow', 'admin', FALSE);
