UPDATE model_champions
SET until = greatest(since, coalesce(:moment, clock_timestamp()))
WHERE universe = :universe AND horizon_days = :horizon AND until IS NULL;
