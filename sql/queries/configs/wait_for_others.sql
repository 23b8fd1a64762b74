-- Who saves holds the lock while Airflow is told: others wait for that, but not for ever.
SET LOCAL lock_timeout = '10s';
