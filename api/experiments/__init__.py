"""Training runs: started here, carried out by Airflow, and told of through the platform's own tables."""
