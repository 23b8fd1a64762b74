-- A save holds the lock while it writes the Airflow Variable; other saves wait for at most ten seconds.
SET LOCAL lock_timeout = '10s';
