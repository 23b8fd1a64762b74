"""The process that runs vnstock: a script that answers one request at a time over a pipe.

Despite its switches, vnstock queries the package index for newer versions and its vendor's hosts for
advertisements, writes files and starts programs. An audit hook, which no library can remove, rejects every
connection except to the price hosts, every write outside the working directory, and every program. The script
imports no module of the platform, and vnstock's threads and patches stay in this process.
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

# Finer than the NUMERIC(18, 4) VND of the database. By default vnstock rounds to 10 VND, which is half a
# percent of an early adjusted price.
_DECIMALS_OF_KVND = 7

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"}
_CHANGES_OF_A_PATH = {"os.mkdir", "os.remove", "os.rmdir", "os.symlink", "os.truncate", "os.chmod"}
_CHANGES_OF_TWO_PATHS = {"os.rename", "os.link"}


# Ten years of dividends and issues, which VCI serves on one page.
_MAX_EVENTS = 200
_BAR_COLUMNS = ("time", "open", "high", "low", "close", "volume")


class UnreadableAnswer(Exception):
    """vnstock returned something else than it documents; the message says what."""


class HttpStatus(Exception):
    """A vendor's response has an HTTP status of 400 or above."""

    def __init__(self, status: int, retry_after: str | None) -> None:
        super().__init__(f"HTTP status {status}")
        self.status = status
        self.retry_after = retry_after


def main(channel: Connection) -> None:
    """Answer requests until the other end of the pipe is closed, as it is when the parent dies."""
    options = json.loads(channel.recv_bytes())
    try:
        restrict_process(set(options["reachable_hosts"]), Path.cwd())
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


def restrict_process(reachable_hosts: set[str], folder: Path) -> None:
    """From now on reject programs, connections to other hosts, and writes outside ``folder``."""
    reachable_addresses: set[str] = set()
    look_up = socket.getaddrinfo

    def look_up_reachable(host: Any, *args: Any, **options: Any) -> Any:
        entries = look_up(host, *args, **options)
        reachable_addresses.update(str(entry[4][0]) for entry in entries)
        return entries

    def refuse(what: object) -> None:
        raise PermissionError(f"vnstock is not allowed to do this: {what}")

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
    """Import vnstock, and return each provider's functions by what they answer, such as ``bars``.

    Each call makes one HTTP request: vnstock's own retries and cool-downs are off, because the call limiter
    decides on waits for all processes together.
    """
    _patch_requests(replaced_hosts, timeout)
    vci, kbs = (
        {part: import_module(f"vnstock.explorer.{name}.{part}") for part in ("quote", "company", "listing")}
        for name in ("vci", "kbs")
    )
    config = import_module("vnstock.config").Config
    config.BLOCK_DETECTION_ENABLED = False
    config.CIRCUIT_BREAKER_ENABLED = False
    # Else this would run within the time-out of the first request. vnstock works without it.
    with suppress(Exception):
        import_module("vnai").setup()
    quotes: Any = vci["quote"]
    quotes.ohlc_to_df = partial(quotes.ohlc_to_df, floating=_DECIMALS_OF_KVND)
    return {"VCI": _questions(vci), "KBS": _questions(kbs)}


def _questions(provider: dict[str, Any]) -> dict[str, Callable[..., Reply]]:
    def bars(ticker: str, start: str, end: str) -> Reply:
        """Lists by column; prices of a stock in thousands of VND, those of an index in points."""
        quote = provider["quote"].Quote(ticker, show_log=False)
        history = quote.history(start=start, end=end, interval="1D", floating=_DECIMALS_OF_KVND)
        if history is None or not len(history):
            raise ValueError("no rows")
        if lacking := [name for name in _BAR_COLUMNS if name not in history]:
            raise UnreadableAnswer(f"the bars have no {', '.join(lacking)}")
        return {
            "date": [None if stamp != stamp else stamp.strftime("%Y-%m-%d") for stamp in history["time"]],
            **{name: history[name].tolist() for name in _BAR_COLUMNS[1:]},
        }

    def minutes(ticker: str, start: str, end: str, count: str) -> Reply:
        """Lists by column: prices in thousands of VND, times of Vietnam; ``count`` newest bars, 0 for all."""
        quote = provider["quote"].Quote(ticker, show_log=False)
        limit = {"count_back": int(count)} if int(count) else {}
        history = quote.history(start=start, end=end, interval="1m", floating=_DECIMALS_OF_KVND, **limit)
        if history is None or not len(history):
            raise ValueError("no rows")
        if lacking := [name for name in _BAR_COLUMNS if name not in history]:
            raise UnreadableAnswer(f"the minutes have no {', '.join(lacking)}")
        return {
            "time": [
                None if stamp != stamp else stamp.strftime("%Y-%m-%d %H:%M:%S") for stamp in history["time"]
            ],
            **{name: history[name].tolist() for name in _BAR_COLUMNS[1:]},
        }

    def company(ticker: str) -> Reply:
        """The columns of vnstock's overview."""
        overview = provider["company"].Company(ticker, show_log=False).overview()
        if overview is None or not len(overview):
            raise ValueError("empty overview")
        return {"company": overview.astype(object).iloc[0].to_dict()}

    def events(ticker: str) -> Reply:
        """The columns of vnstock's events, by event; of VCI dividends and issues alone."""
        client = provider["company"].Company(ticker, show_log=False)
        # By default it asks for the newest 50 events of all kinds, most of them trades of insiders.
        client._fetch_events = partial(client._fetch_events, event_codes="DIV,ISS", size=_MAX_EVENTS)
        listed = client.events()
        if listed is None:
            raise ValueError("no events")
        rows = listed.astype(object).where(listed.notna(), None)
        return {"events": rows.to_dict("records")}

    def ratios(ticker: str) -> Reply:
        """The columns of vnstock's summary of ratios, by report; KBS has none."""
        listed = provider["company"].Company(ticker, show_log=False).ratio_summary()
        if listed is None or not len(listed):
            raise ValueError("no ratios")
        rows = listed.astype(object).where(listed.notna(), None)
        # vnstock adds the symbol that was asked for, whatever company the vendor describes.
        return {"ratios": rows.drop(columns="symbol", errors="ignore").to_dict("records")}

    def news(ticker: str) -> Reply:
        """The columns of vnstock's news, by article: the newest page of 50."""
        listed = provider["company"].Company(ticker, show_log=False).news()
        if listed is None:
            raise ValueError("no news")
        rows = listed.astype(object).where(listed.notna(), None)
        return {"news": rows.to_dict("records")}

    def members(group: str) -> Reply:
        """The tickers of an index."""
        listed = provider["listing"].Listing().symbols_by_group(group)
        if listed is None:
            raise ValueError("no list")
        return {"members": [str(ticker) for ticker in listed]}

    return {
        "bars": bars,
        "minutes": minutes,
        "company": company,
        "ratios": ratios,
        "events": events,
        "news": news,
        "members": members,
    }


def answer(
    providers: dict[str, dict[str, Callable[..., Reply]]], provider: str, what: str, arguments: list[str]
) -> Reply:
    """The reply to ``what``, or a ``fault`` with its details."""
    from requests.exceptions import JSONDecodeError, Timeout

    try:
        return providers[provider][what](*arguments)
    except SystemExit as quota:
        # vnstock raises it while handling its own error, which has the time to wait.
        return {"fault": "quota", "retry_after": getattr(quota.__context__, "retry_after", None)}
    except HttpStatus as error:
        return {"fault": "status", "status": error.status, "retry_after": error.retry_after}
    except ConnectionError as error:
        timed_out = isinstance(error.__cause__, Timeout)
        return {"fault": "timeout"} if timed_out else {"fault": "connection", "detail": str(error)}
    except JSONDecodeError as error:
        return {"fault": "unreadable", "detail": str(error)}
    except Exception as error:
        # vnstock reports missing data by a plain ValueError; its other errors have types of their own.
        if type(error) is ValueError:
            return {"fault": "empty", "detail": str(error)}
        detail = str(error) if type(error) is UnreadableAnswer else f"{type(error).__name__}: {error}"
        return {"fault": "unreadable", "detail": detail}


def _patch_requests(replaced_hosts: dict[str, str], timeout: float) -> None:
    """Make HTTP requests use this time-out and the replaced hosts, and raise HttpStatus from 400 on."""
    adapter = import_module("requests.adapters").HTTPAdapter
    original_send = adapter.send

    def send(self: Any, request: Any, **options: Any) -> Any:
        replacement = replaced_hosts.get(urlsplit(request.url).hostname or "")
        if replacement:
            request.url = replacement.rstrip("/") + request.path_url
            options["proxies"] = {}
        response = original_send(self, request, **{**options, "timeout": timeout})
        if response.status_code >= 400:
            raise HttpStatus(response.status_code, response.headers.get("Retry-After"))
        return response

    adapter.send = send


def _send(channel: Connection, reply: Reply) -> None:
    # Values of other types, such as dates in an overview, are sent as text.
    channel.send_bytes(json.dumps(reply, default=str).encode())


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])))
