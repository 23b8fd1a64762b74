-- One look at a time: two that change the same alerts in different orders would wait for each other.
SET LOCAL lock_timeout = '20s';
SELECT pg_advisory_xact_lock(hashtext('vn30 alerts'));
