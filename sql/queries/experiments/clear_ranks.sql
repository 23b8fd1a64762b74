-- Deletes what this run has stored of the ranks at this horizon before.
WITH ranks AS (
    DELETE FROM experiment_ranks
    WHERE run_id = :run_id AND horizon_days = :horizon
)

DELETE FROM rank_scores
WHERE run_id = :run_id AND horizon_days = :horizon;
