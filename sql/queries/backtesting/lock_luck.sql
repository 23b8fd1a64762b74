-- Two batches that end together must not wait for each other, nor judge by an older count of trials.
SELECT pg_advisory_xact_lock(hashtext('vn30 luck of simulations'));
