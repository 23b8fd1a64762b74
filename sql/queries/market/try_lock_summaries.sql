-- As market/lock_summaries, without waiting for another process that writes them.
SELECT pg_try_advisory_xact_lock(hashtext('vn30 summaries')) AS is_locked;
