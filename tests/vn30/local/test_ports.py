"""Ports that are taken, and those that are recommended instead."""

import re
import socket

import pytest

from vn30.local.ports import PortTaken, check_ports
from vn30.settings import Settings

AIRFLOWS = {8080, 8793, 8794, 8974, 5555}


def _recommended(settings: Settings) -> int:
    with pytest.raises(PortTaken) as taken:
        check_ports(settings)
    match = re.search(r"VN30_(?:API|AIRFLOW)_PORT=(\d+) make demo", str(taken.value))
    assert match is not None
    return int(match[1])


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError:
        pytest.skip(f"port {port} is taken on this machine")


@pytest.mark.parametrize("port", [8079, 8792, 8793, 8973, 5554])
def test_ports_of_airflow_are_not_recommended(port: int) -> None:
    with _listen(port):
        recommended = _recommended(Settings(api_port=port, airflow_port=18_080))
    assert recommended not in AIRFLOWS
    assert recommended > port


def test_ports_that_are_taken_are_not_recommended() -> None:
    with _listen(18_000), _listen(18_001):
        assert _recommended(Settings(api_port=18_000, airflow_port=18_002)) == 18_003


def test_the_last_port() -> None:
    with _listen(65_535):
        assert _recommended(Settings(api_port=65_535, airflow_port=18_080)) < 65_535


def test_one_port_for_both() -> None:
    assert _recommended(Settings(api_port=18_080, airflow_port=18_080)) != 18_080
