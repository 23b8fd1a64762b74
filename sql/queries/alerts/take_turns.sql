-- One look at a time: two that change the same alerts in different orders would wait for each other. One
-- that is stuck is ended by the server before the next gives up.
SET LOCAL lock_timeout = '20s';
SET LOCAL idle_in_transaction_session_timeout = '15s';
SELECT pg_advisory_xact_lock(hashtext('vn30 alerts'));
