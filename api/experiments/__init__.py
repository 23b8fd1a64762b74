"""Training runs: started by the API, executed by Airflow, read from the platform's tables."""
