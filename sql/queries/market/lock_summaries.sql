-- One process at a time writes summaries; those that waited find them current.
SELECT pg_advisory_xact_lock(hashtext('vn30 summaries'));
