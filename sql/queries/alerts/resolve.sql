-- Resolved by the run that the alert is about, or by a run of everything for the same or a later session. If
-- either has no session, the sessions are not compared.
UPDATE alerts
SET
    resolved_at = now(),
    resolution = :resolution,
    messages = messages || cast(:messages AS JSONB),
    news = news + 1
WHERE
    kind = :kind
    AND subject = :subject
    AND resolved_at IS NULL
    AND (
        run_id = cast(:run_id AS TEXT)
        OR (cast(:is_whole AS BOOLEAN) AND coalesce(session <= cast(:session AS DATE), TRUE))
    );
