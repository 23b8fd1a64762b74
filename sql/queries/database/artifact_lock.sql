-- One holder at a time, until the end of its database session.
SELECT pg_try_advisory_lock(hashtext('vn30 artifacts')) AS held;
