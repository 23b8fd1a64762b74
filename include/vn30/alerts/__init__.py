"""What is worth an alert, and who was told: the facts, their text, the record. Sending is Airflow's part."""
