-- Mirror of the Airflow DAGs, their runs and their tasks.

CREATE TABLE pipeline_dags (
    dag_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT,
    status TEXT NOT NULL CHECK (status IN ('active', 'paused')),
    schedule_cron TEXT NOT NULL,
    schedule_label TEXT,
    timezone TEXT NOT NULL DEFAULT 'Asia/Ho_Chi_Minh',
    catchup BOOLEAN NOT NULL DEFAULT FALSE,
    max_active_runs INTEGER NOT NULL DEFAULT 1,
    default_retries INTEGER NOT NULL DEFAULT 0,
    default_retry_delay_minutes INTEGER NOT NULL DEFAULT 5,
    default_owner TEXT,
    default_tags TEXT[] DEFAULT '{}',
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE pipeline_runs (
    run_id TEXT PRIMARY KEY,
    dag_id TEXT NOT NULL REFERENCES pipeline_dags (dag_id) ON DELETE CASCADE,
    conf JSONB,
    state TEXT NOT NULL CHECK (
        state IN ('running', 'success', 'failed', 'queued', 'up_for_retry', 'cancelled')
    ),
    start_time TIMESTAMPTZ,
    end_time TIMESTAMPTZ,
    duration_seconds INTEGER,
    triggered_by_label TEXT NOT NULL,
    triggered_by_user_id UUID REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_pipeline_runs_dag_state_start ON pipeline_runs (dag_id, state, start_time DESC);

CREATE TABLE pipeline_run_tasks (
    id BIGSERIAL PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES pipeline_runs (run_id) ON DELETE CASCADE,
    task_id TEXT NOT NULL,
    label TEXT NOT NULL,
    state TEXT NOT NULL,
    start_time TIMESTAMPTZ,
    end_time TIMESTAMPTZ,
    UNIQUE (run_id, task_id)
);

CREATE TABLE pipeline_run_logs (
    id BIGSERIAL PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES pipeline_runs (run_id) ON DELETE CASCADE,
    ts TIMESTAMPTZ NOT NULL DEFAULT now(),
    level TEXT NOT NULL,
    message TEXT NOT NULL
);

CREATE INDEX idx_pipeline_run_logs_run_ts ON pipeline_run_logs (run_id, ts);
