-- Days on which the shipped calendar is wrong: what the crawler proposes, and what operators decide.

-- Decisions are added, never changed: the newest one of a day counts. proposed: the crawler has found that
-- the calendar may be wrong; confirmed: the calendar is corrected; dismissed: it is right; withdrawn: there
-- is neither a proposal nor a decision any more. kind is what the day would be: closed, or a session.
CREATE TABLE trading_day_decisions (
    id BIGSERIAL PRIMARY KEY,
    day DATE NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('closed', 'session')),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'dismissed', 'withdrawn')),
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX trading_day_decisions_day ON trading_day_decisions (day, id DESC);
