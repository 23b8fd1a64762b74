-- Versions get their numbers, and champions are replaced, one transaction after the other.
SELECT pg_advisory_xact_lock(hashtext('vn30 champions')) AS locked;
