-- The place of each forecast among the VN30, and the probability of a return above that of the index.

-- vn30_rank: 1 is the highest expected return of vn30_ranked tickers; null without a pooled model, or outside
-- the VN30. The probability is null where too few past ranks have an outcome.
ALTER TABLE stock_prediction_summaries
ADD COLUMN vn30_rank SMALLINT,
ADD COLUMN vn30_ranked SMALLINT,
ADD COLUMN probability_of_beating_vn30 NUMERIC(5, 4),
ADD CHECK ((vn30_rank IS NULL) = (vn30_ranked IS NULL)),
ADD CHECK (vn30_rank BETWEEN 1 AND vn30_ranked),
ADD CHECK (probability_of_beating_vn30 > 0 AND probability_of_beating_vn30 < 1);

-- The ranks of a run by its pooled model; its tickers are published with them.
CREATE TABLE experiment_ranks (
    run_id UUID NOT NULL REFERENCES experiment_runs (id) ON DELETE CASCADE,
    horizon_days INTEGER NOT NULL,
    stock_id BIGINT NOT NULL REFERENCES stocks (id) ON DELETE CASCADE,
    vn30_rank SMALLINT NOT NULL,
    vn30_ranked SMALLINT NOT NULL,
    probability_of_beating_vn30 NUMERIC(5, 4),
    PRIMARY KEY (run_id, horizon_days, stock_id)
);
