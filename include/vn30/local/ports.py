"""Are the ports free that the platform wants to listen on?"""

import socket


class PortTaken(RuntimeError):
    """Another program listens on a port that the platform needs; the message names the setting."""


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
