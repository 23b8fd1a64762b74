"""Are the ports free that the platform wants to listen on?"""

import socket

from vn30.settings import Settings

_OF_AIRFLOW = frozenset({8080, 8793, 8794, 8974, 5555})
"""API server, log servers of workers and triggerer, health of the scheduler, Flower."""

MAX_PORT = 65535


class PortTaken(RuntimeError):
    """Another program listens on a port that the platform needs; the message names the setting."""


def check_ports(settings: Settings) -> None:
    """Do nothing if both of the platform's ports are free.

    Raises:
        PortTaken: one is not, or both are the same; the message names the setting and a free port.
    """
    if settings.api_port == settings.airflow_port:
        free = _free_port(settings.airflow_port, settings)
        raise PortTaken(
            f"VN30_API_PORT and VN30_AIRFLOW_PORT are both {settings.api_port}. Choose two different ports: "
            f"VN30_API_PORT={free} make demo"
        )
    for port, setting in (
        (settings.api_port, "VN30_API_PORT"),
        (settings.airflow_port, "VN30_AIRFLOW_PORT"),
    ):
        if not _is_free(port):
            raise PortTaken(
                f"Port {port} is taken by another program, and not by a platform of this home. Stop it, or "
                f"choose another port: {setting}={_free_port(port, settings)} make demo"
            )


def _free_port(near: int, settings: Settings) -> int:
    """A free port after ``near`` that neither the platform nor Airflow uses for something else."""
    taken = _OF_AIRFLOW | {settings.api_port, settings.airflow_port}
    later, earlier = range(near + 1, MAX_PORT + 1), range(near - 1, 1023, -1)
    return next(port for ports in (later, earlier) for port in ports if port not in taken and _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
