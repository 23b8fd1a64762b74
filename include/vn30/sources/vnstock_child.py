"""The process that vnstock lives in: a script that answers one question at a time over a pipe.

Whatever its switches say, vnstock asks the package index for newer versions and its maker's hosts for
advertisements, writes files and starts programs. Here an audit hook, which no library can take off, refuses
every connection but to the price hosts, every write outside the working directory, and every program.
Nothing of the platform is imported here, and none of vnstock's threads and patches reach the platform.
"""

import json
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Reply = dict[str, Any]

# Beyond the NUMERIC(18, 4) VND of the database. By default vnstock rounds to 10 VND, half a percent of an old
# adjusted price.
_DECIMALS_OF_KVND = 7

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"}
_CHANGES_OF_A_PATH = {"os.mkdir", "os.remove", "os.rmdir", "os.symlink", "os.truncate", "os.chmod"}
_CHANGES_OF_TWO_PATHS = {"os.rename", "os.link"}


class HttpStatus(Exception):
    """A vendor answered with an HTTP status from 400 on."""

    def __init__(self, status: int, retry_after: str | None) -> None:
        super().__init__(f"HTTP status {status}")
        self.status = status
        self.retry_after = retry_after


def main(channel: Connection) -> None:
    """Answer questions until the other end of the pipe is gone, which it is when its process dies."""
    options = json.loads(channel.recv_bytes())
    try:
        close_the_doors(set(options["reachable_hosts"]), Path.cwd())
        providers = open_vnstock(options["replaced_hosts"], options["timeout"])
    except (Exception, SystemExit) as error:
        _send(channel, {"fault": "import", "detail": f"{type(error).__name__}: {error}"})
        return
    _send(channel, {"ready": True})
    while True:
        try:
            question = json.loads(channel.recv_bytes())
        except EOFError:
            return
        _send(channel, answer(providers, **question))


def close_the_doors(reachable_hosts: set[str], folder: Path) -> None:
    """Refuse connections, writes and programs from here on, but to these hosts and below this folder."""
    reachable_addresses: set[str] = set()
    look_up = socket.getaddrinfo

    def look_up_reachable(host: Any, *args: Any, **options: Any) -> Any:
        found = look_up(host, *args, **options)
        reachable_addresses.update(str(entry[4][0]) for entry in found)
        return found

    def refuse(what: object) -> None:
        raise PermissionError(f"vnstock may not do this here: {what}")

    def is_inside(path: object) -> bool:
        if isinstance(path, int) or path == os.devnull:
            return True
        return Path(os.path.realpath(os.fsdecode(path))).is_relative_to(folder)  # type: ignore[arg-type]

    def audit(event: str, args: tuple[Any, ...]) -> None:
        if event in ("socket.getaddrinfo", "socket.gethostbyname"):
            if str(args[0]) not in reachable_hosts:
                refuse(f"look up {args[0]}")
        elif event in ("socket.connect", "socket.sendto"):
            if str(args[1][0]) not in reachable_addresses:
                refuse(f"connect to {args[1]}")
        elif event == "open":
            if args[2] & _WRITING and not is_inside(args[0]):
                refuse(f"write {args[0]}")
        elif event in _CHANGES_OF_A_PATH:
            if not is_inside(args[0]):
                refuse(f"{event} {args[0]}")
        elif event in _CHANGES_OF_TWO_PATHS:
            if not (is_inside(args[0]) and is_inside(args[1])):
                refuse(f"{event} {args[0]} {args[1]}")
        elif event in _PROGRAMS:
            refuse(f"{event} {args[0] if args else ''}")

    socket.getaddrinfo = look_up_reachable
    sys.addaudithook(audit)


def open_vnstock(
    replaced_hosts: dict[str, str], timeout: float
) -> dict[str, dict[str, Callable[..., Reply]]]:
    """Import vnstock and return, for each provider, what it can be asked: bars, company and members.

    One question is one HTTP request: vnstock's own repeats and cool-downs are off, because who waits, and how
    long, is decided once for all processes.
    """
    _lead_requests(replaced_hosts, timeout)
    vci, kbs = (
        {room: import_module(f"vnstock.explorer.{name}.{room}") for room in ("quote", "company", "listing")}
        for name in ("vci", "kbs")
    )
    config = import_module("vnstock.config").Config
    config.BLOCK_DETECTION_ENABLED = False
    config.CIRCUIT_BREAKER_ENABLED = False
    # Else it does this at the first question, in the time that the answer may take; it goes on if it fails.
    with suppress(Exception):
        import_module("vnai").setup()
    quotes: Any = vci["quote"]
    quotes.ohlc_to_df = partial(quotes.ohlc_to_df, floating=_DECIMALS_OF_KVND)
    return {"VCI": _questions(vci), "KBS": _questions(kbs)}


def _questions(provider: dict[str, Any]) -> dict[str, Callable[..., Reply]]:
    def bars(ticker: str, start: str, end: str) -> Reply:
        """By column; prices of a stock in thousands of VND, those of an index in points."""
        quote = provider["quote"].Quote(ticker, show_log=False)
        found = quote.history(start=start, end=end, interval="1D", floating=_DECIMALS_OF_KVND)
        return {
            "date": [None if stamp != stamp else stamp.strftime("%Y-%m-%d") for stamp in found["time"]],
            **{name: found[name].tolist() for name in ("open", "high", "low", "close", "volume")},
        }

    def company(ticker: str) -> Reply:
        """The columns of vnstock's overview."""
        found = provider["company"].Company(ticker, show_log=False).overview()
        if found.empty:
            raise ValueError("empty overview")
        return {"company": found.astype(object).iloc[0].to_dict()}

    def members(group: str) -> Reply:
        """The tickers of an index."""
        return {"members": [str(ticker) for ticker in provider["listing"].Listing().symbols_by_group(group)]}

    return {"bars": bars, "company": company, "members": members}


def answer(
    providers: dict[str, dict[str, Callable[..., Reply]]], provider: str, what: str, arguments: list[str]
) -> Reply:
    """The reply to ``what``, or the ``fault`` that kept it away with what is known of it."""
    from requests.exceptions import JSONDecodeError, Timeout

    try:
        return providers[provider][what](*arguments)
    except SystemExit as quota:
        # Raised while vnstock's own error, which knows how long to wait, was being handled.
        return {"fault": "quota", "retry_after": getattr(quota.__context__, "retry_after", None)}
    except HttpStatus as error:
        return {"fault": "status", "status": error.status, "retry_after": error.retry_after}
    except ConnectionError as error:
        timed_out = isinstance(error.__cause__, Timeout)
        return {"fault": "timeout"} if timed_out else {"fault": "connection", "detail": str(error)}
    except JSONDecodeError as error:
        return {"fault": "unreadable", "detail": str(error)}
    except Exception as error:
        # vnstock says that there is nothing in words only; its other faults have types of their own.
        if type(error) is ValueError:
            return {"fault": "empty", "detail": str(error)}
        return {"fault": "unreadable", "detail": f"{type(error).__name__}: {error}"}


def _lead_requests(replaced_hosts: dict[str, str], timeout: float) -> None:
    """Give HTTP requests our time-out, their host's replacement if there is one, and a plain status error."""
    adapter = import_module("requests.adapters").HTTPAdapter
    send_as_it_is = adapter.send

    def send(self: Any, request: Any, **options: Any) -> Any:
        replacement = replaced_hosts.get(urlsplit(request.url).hostname or "")
        if replacement:
            request.url = replacement.rstrip("/") + request.path_url
            options["proxies"] = {}
        response = send_as_it_is(self, request, **{**options, "timeout": timeout})
        if response.status_code >= 400:
            raise HttpStatus(response.status_code, response.headers.get("Retry-After"))
        return response

    adapter.send = send


def _send(channel: Connection, reply: Reply) -> None:
    channel.send_bytes(json.dumps(reply).encode())


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])))
