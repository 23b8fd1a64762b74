-- One writer of a partition at a time, until its transaction ends: there may be no row yet to lock.
SELECT pg_advisory_xact_lock(hashtext('vn30 minutes'), hashtext(:symbol || ' ' || :month)) AS locked;
