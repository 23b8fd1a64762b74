"""DAGs, runs and tasks, read from Airflow, or from the mirror while Airflow does not respond."""
