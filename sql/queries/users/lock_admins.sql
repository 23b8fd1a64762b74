SELECT pg_advisory_xact_lock(hashtext('changes of accounts'));
