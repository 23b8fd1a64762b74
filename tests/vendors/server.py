"""A loopback server that speaks like VCI, KBS, DNSE and Yahoo, on good days and on bad ones."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd

from vn30.market.universe import INDICES

HOSTS = {
    "VCI": "trading.vietcap.com.vn",
    "KBS": "kbbuddywts.kbsec.com.vn",
    "yahoo": "query1.finance.yahoo.com",
}
DNSE_HOST = "services.entrade.com.vn"
MINUTE_VENDORS = ("VCI", "KBS", "DNSE")
VCI_COMPANY_HOST = "iq.vietcap.com.vn"


@dataclass(frozen=True)
class Fault:
    """One answer that goes wrong: a status, a silence, a drip of bytes, or a body that stops half-way, is
    another one, or is said to be packed."""

    status: int = 200
    retry_after: str | None = None
    silent_for: float = 0.0
    drips_for: float = 0.0
    truncated: bool = False
    body: bytes | None = None
    encoding: str | None = None


@dataclass
class Vendors:
    """The data of the vendors, their faults, and the received requests.

    ``bars`` are in VND by ticker, those of an index in points; ``companies`` are answers of VCI and KBS by
    ticker; ``events``, ``ratios`` and ``news`` are VCI's by ticker; ``members`` are those of the VN30.
    ``faults`` are used up one a request; ``wrong_unit`` multiplies a vendor's prices. ``minutes`` are frames
    of minutes by ticker, whose times ``wrong_zone`` moves by hours. ``received`` holds the vendor, the time
    and the ticker (or index) of each request.
    """

    bars: dict[str, dict[str, pd.DataFrame]] = field(default_factory=lambda: {name: {} for name in HOSTS})
    faults: dict[str, deque[Fault]] = field(
        default_factory=lambda: {name: deque() for name in (*HOSTS, "DNSE")}
    )
    minutes: dict[str, dict[str, pd.DataFrame]] = field(
        default_factory=lambda: {name: {} for name in MINUTE_VENDORS}
    )
    wrong_zone: dict[str, int] = field(default_factory=dict)
    companies: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {"VCI": {}, "KBS": {}})
    events: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    ratios: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    news: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=lambda: {"VCI": [], "KBS": []})
    wrong_unit: dict[str, float] = field(default_factory=dict)
    newest_first: bool = False
    currency: str = "VND"
    received: list[tuple[str, float, str]] = field(default_factory=list)

    def offer(self, ticker: str, bars: pd.DataFrame, *vendors: str) -> None:
        """Let these vendors, or all, have ``bars``."""
        for vendor in vendors or HOSTS:
            self.bars[vendor][ticker] = bars

    def requests(self, vendor: str) -> list[float]:
        """The times of the requests to ``vendor``, in seconds."""
        return [moment for name, moment, _ in self.received if name == vendor]

    def _of(self, vendor: str, ticker: str) -> pd.DataFrame:
        self._note(vendor, ticker)
        empty = pd.DataFrame({"date": pd.DatetimeIndex([])}).reindex(columns=["date", *_VALUES])
        bars = self.bars[vendor].get(ticker, empty)
        prices = list(_VALUES[:4])
        return bars.assign(**(bars[prices] * self.wrong_unit.get(vendor, 1)))

    def _note(self, vendor: str, ticker: str) -> None:
        self.received.append((vendor, time.monotonic(), ticker))

    def _ordered(self, bars: pd.DataFrame) -> pd.DataFrame:
        return bars[::-1] if self.newest_first else bars

    def vci(self, question: dict[str, Any]) -> Any:
        ticker = question["symbols"][0]
        bars = self._of("VCI", ticker)
        seconds = _epoch(bars["date"])
        asked_for = bars[seconds <= question["to"]].tail(question["countBack"])
        if asked_for.empty:
            return []
        rows = self._ordered(asked_for)
        columns = {key: rows[name].tolist() for key, name in zip("ohlcv", _VALUES, strict=True)}
        return [{"symbol": ticker, **columns, "t": [str(second) for second in _epoch(rows["date"])]}]

    def kbs(self, ticker: str, question: dict[str, str]) -> Any:
        bars = self._of("KBS", ticker)
        start, end = (datetime.strptime(question[name], "%d-%m-%Y") for name in ("sdate", "edate"))
        rows = self._ordered(bars[bars["date"].between(start, end)])
        days = [
            {
                "t": bar.date.strftime("%Y-%m-%d 07:00"),
                **{key: str(getattr(bar, name)) for key, name in zip("ohlcv", _VALUES, strict=True)},
            }
            for bar in rows.itertuples()
        ]
        return {"symbol": ticker, "data_day": days}

    def offer_minutes(self, ticker: str, minutes: pd.DataFrame, *vendors: str) -> None:
        """Let these vendors, or all, have the ``minutes``, a frame with a time and VND."""
        for vendor in vendors or MINUTE_VENDORS:
            self.minutes[vendor][ticker] = minutes

    def _minutes(self, vendor: str, ticker: str) -> pd.DataFrame | None:
        self._note(vendor, ticker)
        if ticker not in self.minutes[vendor]:
            return None
        known = self.minutes[vendor][ticker]
        times = known["time"] + pd.Timedelta(hours=self.wrong_zone.get(vendor, 0))
        prices = list(_VALUES[:4])
        return known.assign(time=times, **(known[prices] * self.wrong_unit.get(vendor, 1)))

    def vci_minutes(self, question: dict[str, Any]) -> Any:
        ticker = question["symbols"][0]
        known = self._minutes("VCI", ticker)
        if known is None:
            return []
        asked_for = known[_seconds(known["time"]) <= question["to"]].tail(question["countBack"])
        rows = self._ordered(asked_for)
        columns = {key: rows[name].tolist() for key, name in zip("ohlcv", _VALUES, strict=True)}
        return [{"symbol": ticker, **columns, "t": [str(second) for second in _seconds(rows["time"])]}]

    def kbs_minutes(self, ticker: str, question: dict[str, str]) -> Any:
        known = self._minutes("KBS", ticker)
        if known is None:
            return {"symbol": ticker, "data_1P": []}
        start, end = (datetime.strptime(question[name], "%d-%m-%Y").date() for name in ("sdate", "edate"))
        rows = self._ordered(known[known["time"].dt.date.between(start, end)])
        bars = [
            {
                "t": bar.time.strftime("%Y-%m-%d %H:%M"),
                **{key: str(getattr(bar, name)) for key, name in zip("ohlcv", _VALUES, strict=True)},
            }
            for bar in rows.itertuples()
        ]
        return {"symbol": ticker, "data_1P": bars}

    def dnse(self, question: dict[str, str]) -> Any:
        """Thousands of VND; without arrays for an unknown symbol."""
        known = self._minutes("DNSE", question["symbol"])
        if known is None:
            return {"nextTime": 0}
        seconds = _seconds(known["time"])
        rows = self._ordered(known[seconds.between(int(question["from"]), int(question["to"]))])
        prices = {key: (rows[name] / 1000).tolist() for key, name in zip("ohlc", _VALUES[:4], strict=True)}
        return {"t": _seconds(rows["time"]).tolist(), **prices, "v": rows["volume"].tolist(), "nextTime": 0}

    def vci_company(self, ticker: str) -> Any:
        self._note("VCI", ticker)
        return {"status": 200, "data": self.companies["VCI"].get(ticker)}

    def vci_ratios(self, ticker: str) -> Any:
        self._note("VCI", ticker)
        return {"status": 200, "data": self.ratios.get(ticker, [])}

    def kbs_company(self, ticker: str) -> Any:
        self._note("KBS", ticker)
        return self.companies["KBS"].get(ticker, {})

    def vci_events(self, ticker: str, codes: str, size: int) -> Any:
        """The newest ones of these codes, as on the first page."""
        self._note("VCI", ticker)
        asked = [event for event in self.events.get(ticker, []) if event.get("eventCode") in codes.split(",")]
        return {"status": 200, "data": {"content": asked[:size], "totalElements": len(asked)}}

    def vci_news(self, ticker: str) -> Any:
        """The newest page."""
        self._note("VCI", ticker)
        return {"status": 200, "data": {"content": self.news.get(ticker, [])}}

    def vci_members(self, group: str) -> Any:
        self._note("VCI", group)
        return [{"symbol": ticker} for ticker in self.members["VCI"]] if group == "VN30" else []

    def kbs_members(self) -> Any:
        self._note("KBS", "VN30")
        return {"status": 200, "data": self.members["KBS"]}

    def yahoo(self, ticker: str, question: dict[str, str]) -> Any:
        """Prices as traded, which here are twice the adjusted ones, beside the adjusted close."""
        bars = self._of("yahoo", ticker)
        opened = _epoch(bars["date"]) + 2 * 3600
        rows = bars[opened.between(int(question["period1"]), int(question["period2"]))]
        if ticker not in self.bars["yahoo"]:
            return None
        quote = {name: (rows[name] * (1 if name == "volume" else 2)).tolist() for name in _VALUES}
        return {
            "chart": {
                "result": [
                    {
                        "meta": {"currency": self.currency, "symbol": f"{ticker}.VN"},
                        "timestamp": opened[rows.index].tolist(),
                        "indicators": {"quote": [quote], "adjclose": [{"adjclose": rows["close"].tolist()}]},
                    }
                ],
                "error": None,
            }
        }


_VALUES = ("open", "high", "low", "close", "volume")


def _epoch(days: "pd.Series[Any]") -> "pd.Series[int]":
    return (days - pd.Timestamp(0)) // timedelta(seconds=1)


def _seconds(times: "pd.Series[Any]") -> "pd.Series[int]":
    return (times - pd.Timestamp(0, tz="UTC")) // timedelta(seconds=1)


class VendorServer:
    """The vendors on a port of this machine, from ``with`` to its end."""

    def __init__(self) -> None:
        self.vendors = Vendors()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def hosts(self) -> dict[str, str]:
        """For ``VN30_PRICE_HOSTS``: this server in place of every vendor."""
        address = f"http://127.0.0.1:{self._server.server_port}"
        return dict.fromkeys([*HOSTS.values(), VCI_COMPANY_HOST, DNSE_HOST], address)

    def __enter__(self) -> "VendorServer":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                frame = question["timeFrame"]
                if self.path != "/api/chart/OHLCChart/gap-chart" or frame not in ("ONE_DAY", "ONE_MINUTE"):
                    return self.send_error(404)
                self._answer(
                    "VCI",
                    lambda vendors: (
                        vendors.vci(question) if frame == "ONE_DAY" else vendors.vci_minutes(question)
                    ),
                )

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                question = {name: values[0] for name, values in parse_qs(parts.query).items()}
                match parts.path.strip("/").split("/"):
                    case ["api", "price", "symbols", "getByGroup"]:
                        self._answer("VCI", lambda vendors: vendors.vci_members(question["group"]))
                    case ["api", "iq-insight-service", "v1", "company", "details"]:
                        self._answer("VCI", lambda vendors: vendors.vci_company(question["ticker"]))
                    case ["api", "iq-insight-service", "v1", "company", ticker, "statistics-financial"]:
                        self._answer("VCI", lambda vendors: vendors.vci_ratios(ticker))
                    case ["api", "iq-insight-service", "v1", "events"]:
                        ticker, codes, size = (question[name] for name in ("ticker", "eventCode", "size"))
                        self._answer("VCI", lambda vendors: vendors.vci_events(ticker, codes, int(size)))
                    case ["api", "iq-insight-service", "v1", "news"]:
                        self._answer("VCI", lambda vendors: vendors.vci_news(question["ticker"]))
                    case ["iis-server", "investment", "stocks" | "index" as kind, ticker, "data_day"] if (
                        kind == "index"
                    ) == (ticker in INDICES):
                        self._answer("KBS", lambda vendors: vendors.kbs(ticker, question))
                    case ["iis-server", "investment", "stocks", ticker, "data_1P"]:
                        self._answer("KBS", lambda vendors: vendors.kbs_minutes(ticker, question))
                    case ["chart-api", "v2", "ohlcs", "stock"] if self.headers["Origin"]:
                        self._answer("DNSE", lambda vendors: vendors.dnse(question))
                    case ["iis-server", "investment", "index", "30", "stocks"]:
                        self._answer("KBS", lambda vendors: vendors.kbs_members())
                    case ["iis-server", "investment", "stockinfo", "profile", ticker]:
                        self._answer("KBS", lambda vendors: vendors.kbs_company(ticker))
                    case ["v8", "finance", "chart", symbol]:
                        ticker = symbol.removesuffix(".VN")
                        self._answer("yahoo", lambda vendors: vendors.yahoo(ticker, question))
                    case _:
                        self.send_error(404)

            def _answer(self, vendor: str, content: Callable[[Vendors], Any]) -> None:
                answer = content(outer.vendors)
                faults = outer.vendors.faults[vendor]
                fault = faults.popleft() if faults else Fault()
                time.sleep(fault.silent_for)
                body = fault.body or (json.dumps(answer).encode() if fault.status == 200 else b"")
                if fault.truncated:
                    body = body[: len(body) // 2]
                is_unknown = answer is None and fault.status == 200 and fault.body is None
                self.send_response(404 if is_unknown else fault.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                if fault.encoding:
                    self.send_header("Content-Encoding", fault.encoding)
                if fault.retry_after:
                    self.send_header("Retry-After", fault.retry_after)
                self.end_headers()
                until = time.monotonic() + fault.drips_for
                while time.monotonic() < until:
                    self.wfile.write(body[:1])
                    body = body[1:]
                    time.sleep(0.1)
                self.wfile.write(body)

            def handle(self) -> None:
                # A client that gave up is part of the tests.
                with suppress(ConnectionError):
                    super().handle()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
