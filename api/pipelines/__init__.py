"""Pipelines: the DAGs, their runs and tasks, from Airflow or, while it does not answer, from its mirror."""
