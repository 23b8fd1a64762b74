-- What was worth an alert, who was told, and when it was over. The same fact is one row while it goes on.

CREATE TABLE alerts (
    id BIGSERIAL PRIMARY KEY,
    -- The fact: kind and subject, and the run or the session that makes it another one.
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    title TEXT NOT NULL,
    details TEXT[] NOT NULL DEFAULT '{}',
    -- The tickers, tasks or the like that it is about, and those of them that were told.
    members TEXT[] NOT NULL DEFAULT '{}',
    told_members TEXT[] NOT NULL DEFAULT '{}',
    session DATE,
    dag_id TEXT,
    run_id TEXT,
    first_seen TIMESTAMPTZ NOT NULL DEFAULT now(),
    last_seen TIMESTAMPTZ NOT NULL DEFAULT now(),
    times INTEGER NOT NULL DEFAULT 1,
    resolved_at TIMESTAMPTZ,
    resolution TEXT,
    -- What is to be told still, and through which channels it was; error says why not through the others.
    pending TEXT DEFAULT 'open' CHECK (pending IN ('open', 'resolved')),
    channels TEXT[] NOT NULL DEFAULT '{}',
    error TEXT,
    -- When every channel had it last.
    sent_at TIMESTAMPTZ,
    -- Who sends it has it until then: two processes send once, and what a killed one had is sent by another.
    claimed_until TIMESTAMPTZ
);

CREATE UNIQUE INDEX alerts_open_key ON alerts (key) WHERE resolved_at IS NULL;
CREATE INDEX alerts_open_subject ON alerts (kind, subject) WHERE resolved_at IS NULL;
CREATE INDEX alerts_pending ON alerts (id) WHERE pending IS NOT NULL;
