"""Every figure of three stocks' pages, traced to what the vendors gave and the market traded.

The simulated market knows its prices as they were traded, from which its adjusted ones follow. Stored are the
adjusted ones, its events, and what vendors on loopback answer; compared is with what was traded.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pandas as pd
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from tests.vendors.fixtures import PATIENCE
from tests.vendors.server import VendorServer
from vn30.database.warehouse import copy_rows, execute, make_engine
from vn30.ingestion.bars_writer import store_bars
from vn30.ingestion.fundamentals.load import store_fundamentals
from vn30.market.calendar import session_hours, sessions_between
from vn30.settings import Settings
from vn30.sources.chain import SourceChain
from vn30.sources.sample.source import SampleSource, daily_limits, to_tick
from vn30.sources.vnstock.process import VnstockProcess
from vn30.users.accounts import seed_demo_accounts

SAMPLE = SampleSource(seed=30)
SESSIONS = sessions_between(date(2023, 1, 3), date(2025, 12, 31))
THREE = ("FPT", "HPG", "VCB")


def ex_session(ticker: str) -> date:
    """The newest session in which the stock traded without a dividend, with a year before it."""
    days = [action.ex_date for action in SAMPLE.actions(ticker, SESSIONS[-1]).actions]
    return max(day for day in days if day >= SESSIONS[300])


TODAY = ex_session("FPT")
"""On an ex-date of the first stock: its reference price is lower than the close before."""
MOMENT = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=10, minutes=45)
ANSWERS = {
    ticker: {
        "shares": 1_500_000_000 + 7 * place,
        "pe": 11.0 + place,
        "pb": 2.0,
        "roe": 0.18,
        "held": 0.2 + place / 50,
    }
    for place, ticker in enumerate(THREE)
}


@pytest.fixture(scope="module")
def traded() -> dict[str, pd.DataFrame]:
    """The bars of each stock as they were traded, up to today."""
    return {ticker: SAMPLE.traded_bars(ticker, TODAY).set_index("date") for ticker in THREE}


@pytest.fixture
def patient(process: VnstockProcess, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A busy machine may take long to answer; tests of slow answers start a process of their own pace."""
    process.close()
    monkeypatch.setattr(process, "_timeout", PATIENCE)
    yield
    process.close()


@pytest.fixture
def page(
    patient: None,
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    server: VendorServer,
    chain: SourceChain,
    traded: dict[str, pd.DataFrame],
) -> httpx.Client:
    """A user of a platform whose prices and fundamentals came from these vendors."""
    settings = api_settings(make_database("page"))
    engine = make_engine(Settings(database_url=SecretStr(settings.require_database_url())))
    year, quarter = (TODAY.year, (TODAY.month - 1) // 3) if TODAY.month > 3 else (TODAY.year - 1, 4)
    with engine.begin() as connection:
        seed_demo_accounts(connection)
        hours = session_hours(SESSIONS)
        copy_rows(connection, "trading_sessions", ("session_date", "opens_at", "closes_at"), hours)
        connection.execute(
            sa.text("INSERT INTO market_state VALUES (TRUE, 'real', 'vnstock', FALSE, :today)"),
            {"today": TODAY},
        )
        for ticker in THREE:
            answer = ANSWERS[ticker]
            connection.execute(
                sa.text("INSERT INTO stocks (ticker, name, exchange) VALUES (:ticker, :ticker, 'HOSE')"),
                {"ticker": ticker},
            )
            bars = SAMPLE.daily_bars(ticker, SESSIONS[0], TODAY)
            store_bars(connection, ticker, bars, "vnstock:VCI", MOMENT)
            for action in SAMPLE.actions(ticker, TODAY).actions:
                execute(
                    connection,
                    "ingestion/put_listed_action",
                    ticker=ticker,
                    ex_date=action.ex_date,
                    kind=action.kind,
                    source="vnstock:VCI",
                    cash=action.cash,
                    ratio=action.ratio,
                )
            server.vendors.companies["VCI"][ticker] = {
                "ticker": ticker,
                "numberOfSharesMktCap": answer["shares"],
                "foreignerPercentage": answer["held"],
                "maximumForeignPercentage": 0.49,
            }
            close = float(traded[ticker]["close"].iloc[-1])
            server.vendors.ratios[ticker] = [
                {
                    "ticker": ticker,
                    "ratioType": "RATIO_TTM",
                    "yearReport": year,
                    "quarter": quarter,
                    "marketCap": answer["shares"] * close,
                    "numberOfSharesMktCap": answer["shares"],
                    **{name: answer[name] for name in ("pe", "pb", "roe")},
                }
            ]
            given = chain.fundamentals(ticker, TODAY)
            assert given is not None
            store_fundamentals(connection, given, TODAY, MOMENT)
    engine.dispose()
    return sign_in(serve(settings), "enduser1")


def test_every_figure(page: httpx.Client, traded: dict[str, pd.DataFrame]) -> None:
    def read(path: str, **params: str) -> Any:
        return page.get(f"/api/v1/{path}", params=params).raise_for_status().json()

    quotes = {row["ticker"]: row for row in read("quotes", symbols=",".join(THREE))["data"]}
    lowered = 0
    for ticker in THREE:
        bars, answer, quote = traded[ticker], ANSWERS[ticker], quotes[ticker]
        now, before = bars.iloc[-1], bars.iloc[-2]
        reference = reference_of(ticker, float(before["close"]))
        lowered += reference != before["close"]
        floor, ceiling = daily_limits(reference)
        closes_at = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=8)
        assert quote == {
            "ticker": ticker,
            "name": ticker,
            "price": now["close"],
            "reference": reference,
            "ceiling": ceiling,
            "floor": floor,
            "change": now["close"] - reference,
            "changePct": pytest.approx(100 * (now["close"] / reference - 1), abs=1e-4),
            "volume": now["volume"],
            "session": TODAY.isoformat(),
            "asOf": closes_at.isoformat().replace("+00:00", "Z"),
            "basis": "session",
            "delayed": False,
            "source": "vnstock:VCI",
            "reason": None,
        }
        figures = read(f"stocks/{ticker}/fundamentals")["figures"]
        known = {figure["metric"]: (figure["value"], figure["unit"], figure["source"]) for figure in figures}
        last_20 = bars.tail(20)
        held = round(100 * answer["held"], 4)
        assert known == {
            "shares_outstanding": (answer["shares"], "shares", "vnstock:VCI"),
            "eps": (pytest.approx(now["close"] / answer["pe"], abs=0.01), "VND", "vnstock:VCI"),
            "pe": (answer["pe"], "times", "vnstock:VCI"),
            "pb": (answer["pb"], "times", "vnstock:VCI"),
            "roe": (18.0, "%", "vnstock:VCI"),
            "dividend_yield": (None, "%", "vnstock:VCI"),
            "foreign_ownership": (held, "%", "vnstock:VCI"),
            "foreign_limit": (49.0, "%", "vnstock:VCI"),
            "foreign_room": (round(49 - held, 4), "%", "vnstock:VCI"),
            "market_cap": (answer["shares"] * now["close"], "VND", "computed"),
            "high_52_weeks": (pytest.approx(range_of(bars)[1], abs=1), "VND", "computed"),
            "low_52_weeks": (pytest.approx(range_of(bars)[0], abs=1), "VND", "computed"),
            "average_volume": (round(last_20["volume"].mean()), "shares", "computed"),
            "average_value": (
                pytest.approx((last_20["close"] * last_20["volume"]).mean(), rel=1e-4),
                "VND",
                "computed",
            ),
        }
        times = {figure["knownFrom"] for figure in figures[:9]}
        assert times == {MOMENT.isoformat().replace("+00:00", "Z")}
        assert {figure["day"] for figure in figures} == {TODAY.isoformat()}
        overview = read(f"stocks/{ticker}")
        assert overview["marketCap"] == known["market_cap"][0]
        assert overview["averageVolume"] == known["average_volume"][0]
        assert overview["tradingVolume"] == quote["volume"]
    assert lowered > 0, "one of them has an ex-date"


def reference_of(ticker: str, close_before: float) -> float:
    """As the simulated exchange computes it."""
    today = [action for action in SAMPLE.actions(ticker, TODAY).actions if action.ex_date == TODAY]
    cash, shares = sum(action.cash for action in today), sum(action.ratio for action in today)
    return to_tick((close_before - cash) / (1 + shares)) if today else close_before


def range_of(bars: pd.DataFrame) -> tuple[float, float]:
    """Lowest and highest price of 52 weeks, each in prices of today."""
    year = bars[bars.index >= pd.Timestamp(TODAY) - pd.Timedelta(weeks=52)]
    return (
        float((year["low"] * year["adjustment"]).min()),
        float((year["high"] * year["adjustment"]).max()),
    )
