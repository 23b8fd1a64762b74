-- The versions of the models, and which of them was champion when.

-- One row a training run that has ended with published tickers. line: SHA-256 of the parameters that define
-- the model, without the universe; a later version of the same line is a refit.
-- params_hash: of the whole configuration, with the tickers of the run. metrics and
-- residuals: by horizon, on the test part.
CREATE TABLE model_versions (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    version TEXT NOT NULL UNIQUE GENERATED ALWAYS AS ('v' || number) STORED,
    run_id UUID NOT NULL UNIQUE REFERENCES experiment_runs (id) ON DELETE CASCADE,
    -- vn30, or the tickers of a selection.
    universe TEXT NOT NULL,
    line TEXT NOT NULL CHECK (line ~ '^[0-9a-f]{64}$'),
    params_hash TEXT NOT NULL CHECK (params_hash ~ '^[0-9a-f]{64}$'),
    as_of_date DATE NOT NULL,
    data_version TEXT,
    code_version TEXT,
    metrics JSONB NOT NULL DEFAULT '{}',
    residuals JSONB NOT NULL DEFAULT '{}',
    -- The version whose selection of features a child is bound to, and the runs that were started together.
    parent_id UUID REFERENCES model_versions (id),
    group_id UUID,
    trained_at TIMESTAMPTZ NOT NULL,
    -- A deleted version keeps its row: forecasts and the history of champions name it.
    deleted_at TIMESTAMPTZ,
    deleted_by TEXT
);

CREATE INDEX idx_model_versions_line ON model_versions (universe, line, number DESC);

-- The tenures of champions. The champion of a universe and horizon is the version without an end.
CREATE TABLE model_champions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    universe TEXT NOT NULL,
    horizon_days INTEGER NOT NULL,
    version_id UUID NOT NULL REFERENCES model_versions (id),
    since TIMESTAMPTZ NOT NULL,
    until TIMESTAMPTZ,
    -- first: there was none before; newest: by the policy "newest"; refit: of the champion's own line.
    reason TEXT NOT NULL CHECK (reason IN ('first', 'newest', 'refit', 'rule', 'person', 'rollback')),
    -- The person; null for the training run itself.
    decided_by TEXT,
    note TEXT,
    evidence JSONB,
    -- Whether the forecasts of this version are served until it is replaced. Otherwise those of the newest
    -- run are.
    is_pinned BOOLEAN NOT NULL,
    CHECK (until >= since),
    CHECK ((decided_by IS NULL) = (reason NOT IN ('person', 'rollback')))
);

CREATE UNIQUE INDEX ux_model_champions_current ON model_champions (universe, horizon_days)
WHERE until IS NULL;
CREATE INDEX idx_model_champions_history ON model_champions (universe, horizon_days, since DESC);
CREATE INDEX idx_model_champions_version ON model_champions (version_id);
