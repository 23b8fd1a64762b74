SELECT
    count(*) AS total,
    count(*) FILTER (WHERE overview.state IN ('pending', 'running')) AS unfinished
FROM walk_forward_overview AS overview
WHERE overview.user_id = :user_id;
