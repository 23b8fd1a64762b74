-- Runs that users ask for through the API, and one sequence of configuration versions for the whole team.

-- global_seed takes the place of the configuration's; null: that one counts. requested_tickers: those of
-- scope 'selected', null for the configuration's own. Who sends the same key again means the same run, whose
-- request has this fingerprint.
ALTER TABLE experiment_runs
ADD COLUMN global_seed BIGINT CHECK (global_seed BETWEEN 0 AND 4294967295),
ADD COLUMN requested_tickers TEXT[],
ADD COLUMN idempotency_key TEXT,
ADD COLUMN request_fingerprint TEXT,
ADD CONSTRAINT experiment_runs_one_a_key UNIQUE (owner_user_id, idempotency_key);

CREATE INDEX idx_experiment_logs_run_id ON experiment_logs (run_id, id);

ALTER TABLE training_configs ADD CONSTRAINT training_configs_one_a_version UNIQUE (name, version);
