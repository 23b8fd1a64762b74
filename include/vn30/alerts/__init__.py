"""Alerts: the events that raise them, their texts, their record and delivery. The channels are Airflow's."""
