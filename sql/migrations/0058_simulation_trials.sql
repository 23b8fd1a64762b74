-- The ledger of trials: each simulation that had a result, once, by family of signals. The best of many
-- trials looks good by luck; the deflated Sharpe ratio takes their number and the variance of their Sharpe
-- ratios from here.

-- Without a reference to simulations: a trial stays when its simulation is deleted.
CREATE TABLE simulation_trials (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Hash of all that the simulation was made from, by which a repeated run counts once.
    run_name TEXT NOT NULL UNIQUE CHECK (run_name <> ''),
    family TEXT NOT NULL CHECK (family IN ('forecasts', 'recommendations', 'formulas')),
    document JSONB NOT NULL,
    -- Returns of sessions, and what is made of them; a Sharpe ratio is of a session, not by year. Null where
    -- all returns are equal, as of a simulation that never traded.
    observations INTEGER NOT NULL CHECK (observations >= 0),
    sharpe DOUBLE PRECISION,
    skewness DOUBLE PRECISION,
    kurtosis DOUBLE PRECISION,
    recorded_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    CHECK ((sharpe IS NULL) = (skewness IS NULL) AND (sharpe IS NULL) = (kurtosis IS NULL))
);

CREATE INDEX simulation_trials_family ON simulation_trials (family, id);

CREATE FUNCTION refuse_change_of_trial() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'simulation_trials is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER simulation_trials_are_final
BEFORE UPDATE OR DELETE OR TRUNCATE ON simulation_trials
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_trial();
