-- Training configurations and the runs made with them.

CREATE TABLE training_configs (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT,
    config JSONB NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (owner_user_id, name, version)
);

CREATE INDEX idx_training_configs_owner_active ON training_configs (owner_user_id, is_active);

CREATE TABLE experiment_runs (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    config_id UUID NOT NULL REFERENCES training_configs (id) ON DELETE RESTRICT,
    owner_user_id UUID NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    airflow_run_id TEXT UNIQUE,
    scope TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'success', 'failed', 'cancelled')),
    as_of_date DATE,
    progress_pct NUMERIC(5, 2),
    eta TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ,
    notes TEXT,
    summary_metrics JSONB,
    CONSTRAINT chk_experiment_times CHECK (finished_at IS NULL OR finished_at >= created_at)
);

CREATE INDEX idx_experiment_runs_state_created ON experiment_runs (state, created_at DESC);

CREATE TABLE experiment_logs (
    id BIGSERIAL PRIMARY KEY,
    run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    ts TIMESTAMPTZ NOT NULL DEFAULT now(),
    level TEXT NOT NULL,
    message TEXT NOT NULL
);

CREATE INDEX idx_experiment_logs_run_ts ON experiment_logs (run_id, ts);

CREATE TABLE experiment_ticker_artifacts (
    id BIGSERIAL PRIMARY KEY,
    run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    metrics JSONB,
    evaluation_png_url TEXT,
    future_png_url TEXT,
    model_pkl_url TEXT,
    scaler_pkl_url TEXT,
    future_predictions_csv TEXT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (run_id, stock_id)
);
