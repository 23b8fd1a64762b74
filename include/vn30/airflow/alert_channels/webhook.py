"""Alerts by HTTP: one POST of the payload."""

from dataclasses import dataclass

from airflow.providers.http.hooks.http import HttpHook

from vn30.airflow.alert_channels import timeouts
from vn30.alerts.message import Message


@dataclass(frozen=True)
class Webhook:
    """Posts the payload to the address of an HTTP connection.

    Attributes:
        connection: the id of the connection in Airflow.
    """

    connection: str
    name: str = "webhook"

    def send(self, message: Message) -> None:
        """Post the payload; any status but a success is an error."""
        hook = HttpHook(http_conn_id=self.connection)
        # hook.run would log the address, which is a secret, if the connection fails.
        with hook.get_conn() as session:
            response = session.post(
                hook.url_from_endpoint(None),
                json=message.payload,
                timeout=(timeouts.CONNECT_SECONDS, timeouts.ANSWER_SECONDS),
            )
        response.raise_for_status()
