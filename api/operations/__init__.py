"""What runs, what is late and what has stalled: the state of the DAGs and of the data that they make."""
