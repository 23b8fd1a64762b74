"""The parent's side of the process that runs vnstock: starts it, queries it, and ends it on a time-out."""

import json
import os
import subprocess
import sys
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from vn30.names import ZONE
from vn30.sources.base import SourceError, SourceUnavailable

# The first two are VCI's: prices and membership, and companies.
PRICE_HOSTS = ("trading.vietcap.com.vn", "iq.vietcap.com.vn", "kbbuddywts.kbsec.com.vn")

_CHILD = Path(__file__).with_name("child.py")
_START_TIMEOUT = 180.0

_SWITCHES = {
    "VNSTOCK_TELEMETRY": "off",
    "VNSTOCK_DISABLE_AGENT_SETUP": "1",
    "VNSTOCK_DISABLE_GLOBAL_AGENT": "1",
    "VNSTOCK_AGENT_TARGETS": "none",
    # vnstock converts dates to seconds in the local time zone.
    "TZ": ZONE,
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
# The variables needed to run Python and to reach the internet; none holds a key or password of the platform.
_PASSED_ON = {"PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"}
_PROXIES = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}


@dataclass(frozen=True)
class _Running:
    process: "subprocess.Popen[bytes]"
    channel: Connection


class VnstockProcess:
    """vnstock in a process of its own, which starts with the first request and serves all later ones.

    Args:
        folder: its HOME and working directory, the only place where it may write.
        timeout: seconds for the connection, and again between two packets of an answer; if no answer arrives
            within twice that time, the process is killed.
        replaced_hosts: base URLs to call in place of the PRICE_HOSTS.
        api_key: vnstock's free API key, or None.
    """

    def __init__(
        self, folder: Path, timeout: float, replaced_hosts: Mapping[str, str], api_key: str | None
    ) -> None:
        self._folder = folder
        self._timeout = timeout
        self._replaced_hosts = dict(replaced_hosts)
        self._api_key = api_key
        self._running: _Running | None = None

    def ask(self, provider: str, what: str, *arguments: str) -> dict[str, Any]:
        """The reply of :func:`vn30.sources.vnstock.child.answer`; ``what`` is one of its questions,
        such as bars.

        Raises:
            SourceError: vnstock cannot be imported.
            SourceUnavailable: no reply within the time-out, or the process died.
        """
        running = self._running or self._start()
        question = {"provider": provider, "what": what, "arguments": arguments}
        return self._exchange(running, question, 2 * self._timeout, f"{provider} did not answer in time")

    def close(self) -> None:
        """Kill the process if it is running."""
        if self._running is not None:
            _end(self._running)
            self._running = None

    def _start(self) -> _Running:
        self._folder.mkdir(parents=True, exist_ok=True)
        ours, theirs = Pipe()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-P", str(_CHILD), str(theirs.fileno())],
                cwd=self._folder,
                env=self._environment(os.environ),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        running = self._running = _Running(process, ours)
        weakref.finalize(self, _end, running)
        options = {
            "reachable_hosts": self._reachable_hosts(),
            "replaced_hosts": self._replaced_hosts,
            "timeout": self._timeout,
        }
        reply = self._exchange(running, options, _START_TIMEOUT, "vnstock did not start in time")
        if not reply.get("ready"):
            self.close()
            raise SourceError(
                f"vnstock cannot be imported ({reply['detail']}). It is proprietary and not part of the "
                "platform: install it with `make install`, in containers as described in "
                "docs/supply-chain.md, or set VN30_PRICE_SOURCE to another source."
            )
        return running

    def _exchange(
        self, running: _Running, message: dict[str, Any], timeout: float, too_late: str
    ) -> dict[str, Any]:
        try:
            running.channel.send_bytes(json.dumps(message).encode())
            if running.channel.poll(timeout):
                reply: dict[str, Any] = json.loads(running.channel.recv_bytes())
                return reply
        except (EOFError, OSError) as error:
            self.close()
            raise SourceUnavailable("the vnstock process died") from error
        self.close()
        raise SourceUnavailable(f"{too_late} ({timeout:.0f} s)")

    def _environment(self, ours: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in ours.items() if name in _PASSED_ON or name.upper() in _PROXIES}
        folder = str(self._folder.resolve())
        key = {"VNSTOCK_API_KEY": self._api_key} if self._api_key else {}
        return {**kept, **_SWITCHES, "HOME": folder, "TMPDIR": folder, **key}

    def _reachable_hosts(self) -> list[str]:
        addresses = [*self._replaced_hosts.values(), *getproxies().values()]
        hosts = {urlsplit(address).hostname for address in addresses} - {None}
        return sorted({*PRICE_HOSTS, *map(str, hosts)})


def _end(running: _Running) -> None:
    running.channel.close()
    running.process.kill()
    running.process.wait()
