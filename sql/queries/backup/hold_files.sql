-- One holder at a time, to the end of its session.
SELECT pg_try_advisory_lock(hashtext('vn30 artifacts')) AS held;
