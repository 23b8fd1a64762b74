-- Who asks is Airflow's scheduler: it must not stand still for a task that hangs in its transaction.
SET LOCAL lock_timeout = '5s';
