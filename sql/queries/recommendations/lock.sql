-- Two runs must not both become the recommendations of record of a session.
SELECT pg_advisory_xact_lock(hashtext('vn30 recommendations'));
