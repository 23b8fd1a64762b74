-- Recommendations by profile, from published forecasts, and what has come of them. All of it is appended:
-- a run is never changed after it was made.

-- The versions of the profiles: thresholds, as the Variable vn30_recommendation_profiles had them.
CREATE TABLE recommendation_profile_versions (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    number INTEGER NOT NULL UNIQUE CHECK (number > 0),
    document JSONB NOT NULL,
    -- SHA-256 of the document as canonical JSON.
    hash TEXT NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    created_by TEXT NOT NULL
);

-- One row a run. known_at: the moment as of which prices were read. is_current: these are the recommendations
-- of record of their session; the others of the session are archived. input_hash: SHA-256 of all that the
-- rules have read; content_hash: of all recommendations, so that equal ones are equal byte for byte.
CREATE TABLE recommendation_runs (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    airflow_run_id TEXT,
    as_of_date DATE NOT NULL,
    known_at TIMESTAMPTZ NOT NULL,
    profile_version_id UUID NOT NULL REFERENCES recommendation_profile_versions (id),
    experiment_run_ids UUID[] NOT NULL,
    code_version TEXT NOT NULL,
    input_hash TEXT NOT NULL CHECK (input_hash ~ '^[0-9a-f]{64}$'),
    content_hash TEXT NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    -- Of a replay: the run that it makes again, from the prices known then, or from those known now.
    replay_of UUID REFERENCES recommendation_runs (id),
    replay_basis TEXT CHECK (replay_basis IN ('then', 'now')),
    seconds DOUBLE PRECISION NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    is_current BOOLEAN NOT NULL,
    CHECK ((replay_of IS NULL) = (replay_basis IS NULL)),
    CHECK (replay_of IS NULL OR NOT is_current)
);

CREATE UNIQUE INDEX ux_recommendation_runs_current ON recommendation_runs (as_of_date) WHERE is_current;
CREATE INDEX idx_recommendation_runs_replays ON recommendation_runs (replay_of) WHERE replay_of IS NOT NULL;

-- What the rules have read of a stock at a horizon, the same for all profiles: forecast with contributions,
-- measures of prices, regime, evidence. A replay takes the forecast from here, since later trainings replace
-- forecasts.
CREATE TABLE recommendation_snapshots (
    run_id UUID NOT NULL REFERENCES recommendation_runs (id),
    stock_id BIGINT NOT NULL REFERENCES stocks (id),
    horizon_days INTEGER NOT NULL,
    snapshot JSONB NOT NULL,
    PRIMARY KEY (run_id, stock_id, horizon_days)
);

-- confidence: the chance that the claim of the label comes true (BUY: a return above that of the VN30 by more
-- than the costs; SELL: below it by more than the costs; HOLD: not the likelier of both). Prices are raw, in
-- VND, as traded on as_of_date; returns in percent.
CREATE TABLE recommendations (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    run_id UUID NOT NULL REFERENCES recommendation_runs (id),
    stock_id BIGINT NOT NULL REFERENCES stocks (id),
    profile TEXT NOT NULL,
    horizon_days INTEGER NOT NULL CHECK (horizon_days > 0),
    target_date DATE NOT NULL,
    label TEXT NOT NULL CHECK (label IN ('BUY', 'HOLD', 'SELL')),
    reason_code TEXT NOT NULL,
    confidence NUMERIC(5, 4) CHECK (confidence > 0 AND confidence < 1),
    chance_to_beat NUMERIC(5, 4),
    chance_to_fall_behind NUMERIC(5, 4),
    expected_excess_pct NUMERIC(9, 4),
    expected_return_pct NUMERIC(9, 4),
    lower_return_pct NUMERIC(9, 4),
    upper_return_pct NUMERIC(9, 4),
    base_price NUMERIC(18, 4),
    entry_price NUMERIC(18, 4),
    stop_loss NUMERIC(18, 4),
    take_profit NUMERIC(18, 4),
    worst_case_pct NUMERIC(9, 4),
    costs_pct NUMERIC(9, 4) NOT NULL,
    vn30_rank SMALLINT,
    vn30_ranked SMALLINT,
    verdict TEXT,
    order_verdict TEXT NOT NULL CHECK (order_verdict IN ('proven', 'not proven')),
    volatility_regime TEXT,
    trend_regime TEXT,
    experiment_run_id UUID,
    model_version_id UUID REFERENCES model_versions (id),
    is_last_months_winner BOOLEAN NOT NULL,
    justification TEXT NOT NULL,
    reasons JSONB NOT NULL,
    UNIQUE (run_id, profile, stock_id, horizon_days),
    CHECK (label = 'HOLD' OR confidence IS NOT NULL),
    CHECK (label <> 'BUY' OR (stop_loss < entry_price AND entry_price < take_profit)),
    CHECK (label = 'BUY' OR (stop_loss IS NULL AND take_profit IS NULL)),
    CHECK (label <> 'BUY' OR (confidence = chance_to_beat AND chance_to_beat > chance_to_fall_behind)),
    CHECK (
        label <> 'SELL' OR (confidence = chance_to_fall_behind AND chance_to_fall_behind > chance_to_beat)
    ),
    CHECK (label = 'HOLD' OR order_verdict = 'proven')
);

CREATE INDEX idx_recommendations_stock ON recommendations (stock_id, profile, horizon_days);
CREATE INDEX idx_recommendations_target ON recommendations (target_date);

-- What the checks of a run have found. error: a contradiction; the run fails.
CREATE TABLE recommendation_findings (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id UUID NOT NULL REFERENCES recommendation_runs (id),
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
    kind TEXT NOT NULL,
    profile TEXT,
    horizon_days INTEGER,
    ticker TEXT,
    detail TEXT NOT NULL
);

CREATE INDEX idx_recommendation_findings_run ON recommendation_findings (run_id);

-- One row a recommendation whose horizon is over. return_pct, vn30_return_pct: from the close of as_of_date
-- to that of target_date. claim_true: by them. gain_pct: what following the label has brought against the
-- VN30, after costs, in sessions that could be traded. bought_gain_pct: the same of a purchase at the next
-- open that is sold at the horizon, whatever the label. Fills are in VND on the basis of the day of the
-- judgement.
CREATE TABLE recommendation_outcomes (
    recommendation_id UUID PRIMARY KEY REFERENCES recommendations (id),
    judged_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    return_pct NUMERIC(9, 4) NOT NULL,
    vn30_return_pct NUMERIC(9, 4) NOT NULL,
    excess_pct NUMERIC(9, 4) NOT NULL,
    claim_true BOOLEAN,
    entry_date DATE,
    entry_fill NUMERIC(18, 4),
    exit_date DATE,
    exit_fill NUMERIC(18, 4),
    exit_reason TEXT NOT NULL CHECK (exit_reason IN ('stop', 'target', 'horizon', 'not filled', 'none')),
    gain_pct NUMERIC(9, 4),
    bought_gain_pct NUMERIC(9, 4)
);

-- The track record after the judgement of a session, one row a group. dimension: label, confidence, regime,
-- model, origin, or baseline; value: the group within it. label: of the recommendations, or 'all' of a
-- baseline. Errors are Newey-West standard errors over sessions; null for fewer than two of them.
CREATE TABLE recommendation_records (
    as_of_date DATE NOT NULL,
    profile TEXT NOT NULL,
    horizon_days INTEGER NOT NULL,
    dimension TEXT NOT NULL CHECK (
        dimension IN ('label', 'confidence', 'regime', 'model', 'origin', 'baseline')
    ),
    value TEXT NOT NULL,
    label TEXT NOT NULL CHECK (label IN ('BUY', 'HOLD', 'SELL', 'all')),
    recommendations INTEGER NOT NULL,
    sessions INTEGER NOT NULL,
    first_session DATE NOT NULL,
    last_session DATE NOT NULL,
    mean_confidence DOUBLE PRECISION,
    hit_rate DOUBLE PRECISION,
    hit_rate_error DOUBLE PRECISION,
    gain_pct DOUBLE PRECISION,
    gain_error_pct DOUBLE PRECISION,
    stops INTEGER NOT NULL,
    targets INTEGER NOT NULL,
    not_filled INTEGER NOT NULL,
    PRIMARY KEY (as_of_date, profile, horizon_days, dimension, value, label)
);

-- What was recommended stays as it was; of a run only is_current changes, once, when another takes its place.
CREATE FUNCTION keep_recommendations() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: recommendations are archived, never changed', tg_op, tg_table_name;
END
$$;

CREATE TRIGGER profile_versions_kept BEFORE UPDATE OR DELETE ON recommendation_profile_versions
FOR EACH ROW EXECUTE FUNCTION keep_recommendations();
CREATE TRIGGER snapshots_kept BEFORE UPDATE OR DELETE ON recommendation_snapshots
FOR EACH ROW EXECUTE FUNCTION keep_recommendations();
CREATE TRIGGER recommendations_kept BEFORE UPDATE OR DELETE ON recommendations
FOR EACH ROW EXECUTE FUNCTION keep_recommendations();
CREATE TRIGGER outcomes_kept BEFORE UPDATE OR DELETE ON recommendation_outcomes
FOR EACH ROW EXECUTE FUNCTION keep_recommendations();
CREATE TRIGGER runs_kept BEFORE DELETE ON recommendation_runs
FOR EACH ROW EXECUTE FUNCTION keep_recommendations();
CREATE TRIGGER runs_archived BEFORE UPDATE ON recommendation_runs
FOR EACH ROW
WHEN (
    NOT (old.is_current AND NOT new.is_current)
    OR to_jsonb(old) - 'is_current' IS DISTINCT FROM to_jsonb(new) - 'is_current'
)
EXECUTE FUNCTION keep_recommendations();
