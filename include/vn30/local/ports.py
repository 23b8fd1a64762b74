"""Are the ports free that the platform wants to listen on?"""

import socket

from vn30.settings import Settings


class PortTaken(RuntimeError):
    """Another program listens on a port that the platform needs; the message names the setting."""


def check_ports(settings: Settings) -> None:
    """Do nothing if both of the platform's ports are free.

    Raises:
        PortTaken: one is not, or both are the same; the message names the setting.
    """
    if settings.api_port == settings.airflow_port:
        raise PortTaken(
            f"VN30_API_PORT and VN30_AIRFLOW_PORT are both {settings.api_port}. Choose two different ports."
        )
    check_port(settings.api_port, "VN30_API_PORT")
    check_port(settings.airflow_port, "VN30_AIRFLOW_PORT")


def check_port(port: int, setting: str) -> None:
    """Do nothing if ``port`` is free on the loopback address.

    Raises:
        PortTaken: it is not.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} is taken by another program. Stop it, or choose another port: "
                f"{setting}={port + 1} make demo"
            ) from error
