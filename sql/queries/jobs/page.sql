-- The newest of a user; portfolios are their owners' alone. Progress is counted for this page alone.
WITH page AS (
    SELECT jobs.id
    FROM jobs
    WHERE
        (jobs.kind <> 'walk_forward' OR jobs.user_id = cast(:user_id AS UUID))
        AND (jobs.kind = 'walk_forward' OR :sees_shared)
        AND (NOT :mine OR jobs.user_id = cast(:user_id AS UUID))
        AND (cast(:kind AS TEXT) IS NULL OR jobs.kind = :kind)
        AND (cast(:state AS TEXT) IS NULL OR jobs.state = :state)
    ORDER BY jobs.requested_at DESC, jobs.id ASC
    LIMIT :limit OFFSET :skipped
)

SELECT
    jobs.*,
    users.username AS requested_by
FROM page
INNER JOIN jobs ON page.id = jobs.id
INNER JOIN users ON jobs.user_id = users.id
ORDER BY jobs.requested_at DESC, jobs.id ASC;
