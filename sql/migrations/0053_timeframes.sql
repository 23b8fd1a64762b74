-- Runs of bars within sessions: stored and scored under their run, never served.
-- The linter does not know SET EXPRESSION, which PostgreSQL has from version 17 on.

-- Of the run's configuration once it has started: the interval of its bars.
ALTER TABLE experiment_runs
ADD COLUMN timeframe TEXT CHECK (timeframe IN ('1d', '1h', 'half'));

ALTER TABLE experiment_runs -- noqa: PRS
ALTER COLUMN is_research SET EXPRESSION AS (
    coalesce(target_column, 'close') <> 'close'
    OR coalesce(target_kind, 'logReturn') IN ('rawPrice', 'direction')
    OR coalesce(timeframe, '1d') <> '1d'
);
