"""How long a channel waits. Airflow allows a callback 50 seconds for all channels together."""

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10
