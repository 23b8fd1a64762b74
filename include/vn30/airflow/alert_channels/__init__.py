"""The channels of alerts: Airflow's hooks, with Airflow's connections. Each makes one short attempt.

Airflow's notifiers would render the text of an alert as a template, and cannot limit attempts and time.
"""
