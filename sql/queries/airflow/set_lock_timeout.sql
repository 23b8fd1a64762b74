-- Run in Airflow's scheduler, which must not wait for a task that hangs in a transaction.
SET LOCAL lock_timeout = '5s';
