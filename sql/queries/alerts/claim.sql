UPDATE alerts
SET claimed_until = now() + INTERVAL '5 minutes'
WHERE
    id IN (
        SELECT waiting.id
        FROM alerts AS waiting
        WHERE waiting.pending IS NOT NULL AND coalesce(waiting.claimed_until < now(), TRUE)
        ORDER BY waiting.id
        LIMIT 20
        FOR UPDATE SKIP LOCKED
    )
RETURNING
    id,
    key,
    kind,
    subject,
    title,
    details,
    members,
    told_members,
    session,
    dag_id,
    run_id,
    first_seen,
    times,
    resolved_at,
    resolution,
    pending,
    channels;
