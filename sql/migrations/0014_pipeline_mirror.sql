-- What the mirror of Airflow needs beside the tables of 0006, which nothing has written to yet. A run id of
-- Airflow is one only within its DAG: two DAGs with one schedule give their runs the same ids.

ALTER TABLE pipeline_dags
ADD COLUMN trigger TEXT NOT NULL DEFAULT 'cron' CHECK (trigger IN ('cron', 'prices')),
ADD COLUMN next_run_at TIMESTAMPTZ,
ALTER COLUMN default_retry_delay_minutes TYPE DOUBLE PRECISION;

INSERT INTO pipeline_dags (dag_id, name, status, schedule_cron) VALUES
('vn30_data_crawler', 'VN30 data crawler', 'paused', '0 17 * * *'),
('vn30_model_training', 'VN30 model training', 'paused', '0 18 * * *');

ALTER TABLE pipeline_run_tasks DROP CONSTRAINT pipeline_run_tasks_run_id_fkey;
ALTER TABLE pipeline_run_logs DROP CONSTRAINT pipeline_run_logs_run_id_fkey;
ALTER TABLE pipeline_runs DROP CONSTRAINT pipeline_runs_pkey;

ALTER TABLE pipeline_runs
ADD PRIMARY KEY (dag_id, run_id),
ADD COLUMN run_type TEXT NOT NULL,
ADD COLUMN run_after TIMESTAMPTZ NOT NULL,
ADD COLUMN graph JSONB NOT NULL DEFAULT '[]',
ALTER COLUMN duration_seconds TYPE DOUBLE PRECISION;

CREATE INDEX idx_pipeline_runs_newest ON pipeline_runs (dag_id, run_after DESC);
CREATE INDEX idx_pipeline_runs_run ON pipeline_runs (run_id);

ALTER TABLE pipeline_run_tasks
DROP CONSTRAINT pipeline_run_tasks_run_id_task_id_key,
ADD COLUMN dag_id TEXT NOT NULL,
ADD COLUMN map_index INTEGER NOT NULL DEFAULT -1,
ADD COLUMN map_label TEXT,
ADD COLUMN try_number INTEGER NOT NULL DEFAULT 0,
ADD UNIQUE (dag_id, run_id, task_id, map_index),
ADD FOREIGN KEY (dag_id, run_id) REFERENCES pipeline_runs (dag_id, run_id) ON DELETE CASCADE;

DROP INDEX idx_pipeline_run_logs_run_ts;

ALTER TABLE pipeline_run_logs
ADD COLUMN dag_id TEXT NOT NULL,
ADD COLUMN task_id TEXT NOT NULL,
ADD COLUMN map_label TEXT,
ADD COLUMN try_number INTEGER NOT NULL,
ADD FOREIGN KEY (dag_id, run_id) REFERENCES pipeline_runs (dag_id, run_id) ON DELETE CASCADE;

CREATE INDEX idx_pipeline_run_logs_run ON pipeline_run_logs (dag_id, run_id, id);

COMMENT ON COLUMN pipeline_dags.next_run_at IS 'when Airflow starts the next run by itself';
COMMENT ON COLUMN pipeline_runs.run_after IS 'when the run was due or asked for';
COMMENT ON COLUMN pipeline_runs.graph IS 'its tasks: [{task_id, label, is_mapped, downstream: [task_id]}]';
COMMENT ON COLUMN pipeline_run_tasks.map_index IS '-1: not a mapped task';
COMMENT ON COLUMN pipeline_run_tasks.map_label IS 'the ticker, or the horizon, of a mapped task';
