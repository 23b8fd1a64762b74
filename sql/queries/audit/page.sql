SELECT audit_entries.*
FROM audit_entries
WHERE
    (cast(:action AS TEXT) IS NULL OR audit_entries.action = :action)
    AND (cast(:username AS TEXT) IS NULL OR audit_entries.username = :username)
    AND (cast(:subject AS TEXT) IS NULL OR audit_entries.subject = :subject)
    AND (cast(:since AS TIMESTAMPTZ) IS NULL OR audit_entries.recorded_at >= :since)
    AND (cast(:until AS TIMESTAMPTZ) IS NULL OR audit_entries.recorded_at < :until)
ORDER BY audit_entries.id DESC
LIMIT :limit OFFSET :skipped;
