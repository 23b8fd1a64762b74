-- The regimes of VNINDEX after each session; no value depends on later bars.
CREATE TABLE market_regimes (
    session_date DATE PRIMARY KEY,
    volatility TEXT NOT NULL CHECK (volatility IN ('volatile', 'quiet', 'unknown')),
    trend TEXT NOT NULL CHECK (trend IN ('bull', 'bear', 'unknown')),
    -- The most likely state of the mixture, and the most frequent one of the last five sessions.
    state TEXT NOT NULL CHECK (state IN ('calm', 'usual', 'wild', 'unknown')),
    smoothed_state TEXT NOT NULL CHECK (smoothed_state IN ('calm', 'usual', 'wild', 'unknown')),
    probability_calm DOUBLE PRECISION CHECK (probability_calm BETWEEN 0 AND 1),
    probability_usual DOUBLE PRECISION CHECK (probability_usual BETWEEN 0 AND 1),
    probability_wild DOUBLE PRECISION CHECK (probability_wild BETWEEN 0 AND 1),
    -- Close over its 200-session average, less 1.
    close_to_sma_200 DOUBLE PRECISION,
    computed_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
