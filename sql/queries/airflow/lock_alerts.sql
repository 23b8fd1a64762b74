-- Serialises updates of alerts, which could deadlock. The server ends a process that hangs before the next
-- one stops waiting.
SET LOCAL lock_timeout = '20s';
SET LOCAL idle_in_transaction_session_timeout = '15s';
SELECT pg_advisory_xact_lock(hashtext('vn30 alerts'));
