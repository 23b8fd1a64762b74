-- unfinished counts without the filters by kind and state.
SELECT
    count(*) FILTER (
        WHERE
        (cast(:kind AS TEXT) IS NULL OR jobs.kind = :kind)
        AND (cast(:state AS TEXT) IS NULL OR jobs.state = :state)
    ) AS total,
    count(*) FILTER (WHERE jobs.state IN ('queued', 'running')) AS unfinished
FROM jobs
WHERE
    (jobs.kind <> 'walk_forward' OR jobs.user_id = cast(:user_id AS UUID))
    AND (jobs.kind = 'walk_forward' OR :sees_shared)
    AND (NOT :mine OR jobs.user_id = cast(:user_id AS UUID));
