-- Catalogs are written one after the other; the lock ends with the transaction.
SELECT pg_advisory_xact_lock(hashtext('vn30 lake catalog')) AS held;
