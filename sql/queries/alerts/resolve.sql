-- By the run that it was about, or by something whole of a session that is not earlier; without a session
-- on either side, any is.
UPDATE alerts
SET
    resolved_at = now(),
    resolution = :resolution,
    news = news + 1
WHERE
    kind = :kind
    AND subject = :subject
    AND resolved_at IS NULL
    AND (
        run_id = cast(:run_id AS TEXT)
        OR (cast(:is_whole AS BOOLEAN) AND coalesce(session <= cast(:session AS DATE), TRUE))
    );
