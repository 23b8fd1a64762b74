-- Held until the end of the transaction. The address comes first, so that there is no deadlock.
SELECT
    pg_advisory_xact_lock(hashtext('sign-ins from ' || :address)),
    pg_advisory_xact_lock(hashtext('sign-ins as ' || :name_digest))
