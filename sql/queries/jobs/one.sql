SELECT
    jobs.*,
    users.username AS requested_by
FROM jobs
INNER JOIN users ON jobs.user_id = users.id
WHERE
    jobs.id = cast(:job_id AS UUID)
    AND (jobs.kind <> 'walk_forward' OR jobs.user_id = cast(:user_id AS UUID))
    AND (jobs.kind = 'walk_forward' OR :sees_shared);
