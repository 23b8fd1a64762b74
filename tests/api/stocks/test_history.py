"""Price series by range, adjusted and as traded, and the corporate actions of a stock."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest

from tests.api.conftest import SESSIONS
from tests.support.made_minutes import made_minutes
from vn30.database import warehouse
from vn30.database.warehouse import make_engine
from vn30.ingestion.corporate_actions import put_action
from vn30.ingestion.intraday.minutes_writer import store_minutes
from vn30.market.corporate_actions import CorporateAction
from vn30.settings import Settings, get_settings
from vn30.storage.artifacts import open_store

STOCKS = "/api/v1/stocks"
STAMP = {"asOf": "2025-03-31", "dataSource": "csv"}
SPLIT_DAY = date(2025, 3, 18)


@pytest.fixture(scope="module")
def acting(
    new_market: Callable[[], tuple[str, Path]],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> tuple[httpx.Client, Settings]:
    """A market in which FPT had a split on 2025-03-18, by two sources, and a dividend before it."""
    url, artifacts = new_market()
    settings = api_settings(url, artifact_store=artifacts.as_uri())
    engine = make_engine(settings)
    with engine.begin() as connection:
        for action in (
            CorporateAction("FPT", SPLIT_DAY, "stock_dividend", "VCI", ratio=0.9, is_from_vendor=True),
            CorporateAction("FPT", SPLIT_DAY, "split", "a notice", ratio=1.0),
            CorporateAction("FPT", date(2025, 1, 15), "cash_dividend", "restated", cash=900.0, factor=0.96),
            # Not known of on 2025-03-31.
            CorporateAction("FPT", date(2025, 4, 1), "split", "a notice", ratio=1.0),
        ):
            put_action(connection, action)
    engine.dispose()
    return sign_in(serve(settings), "enduser1"), settings


@pytest.fixture
def store_minutes_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Settings, pd.DataFrame], None]]:
    """``store(settings, minutes)``: into the market of these settings."""

    def store(settings: Settings, minutes: pd.DataFrame) -> None:
        monkeypatch.setenv("VN30_DATABASE_URL", settings.require_database_url())
        get_settings.cache_clear()
        warehouse.engine.cache_clear()
        store_minutes(open_store(settings), minutes, "csv", datetime.now(UTC))
        warehouse.engine().dispose()

    yield store
    monkeypatch.undo()
    warehouse.engine.cache_clear()
    get_settings.cache_clear()


def series(client: httpx.Client, ticker: str = "FPT", **params: str) -> Any:
    return client.get(f"{STOCKS}/{ticker}/timeseries", params=params).raise_for_status().json()


@pytest.mark.parametrize(
    ("range_", "first", "sessions_a_bar"),
    [
        ("1W", "2025-03-25", 1),
        ("1M", "2025-02-28", 1),
        ("3M", "2024-12-31", 1),
        ("YTD", "2025-01-02", 1),
        ("6M", "2024-12-30", 1),
        ("1Y", "2024-12-30", 1),
        ("2Y", "2024-12-30", 2),
        ("5Y", "2024-12-30", 5),
        ("10Y", "2024-12-30", 10),
    ],
)
def test_ranges(end_user: httpx.Client, range_: str, first: str, sessions_a_bar: int) -> None:
    """Each range begins with its first session, or with the first that is stored, and ends today."""
    answer = series(end_user, range=range_)
    bars = answer["bars"]
    assert (answer["range"], answer["sessionsABar"], answer["resolution"]) == (
        range_,
        sessions_a_bar,
        "session",
    )
    assert (bars[0]["date"], bars[-1]["lastDate"]) == (first, "2025-03-31")
    assert {key: answer[key] for key in STAMP} == STAMP


def test_bars_of_several_sessions(end_user: httpx.Client) -> None:
    """Of five sessions a bar has the extremes, the last close and the sum of the shares."""
    daily, groups = series(end_user)["bars"], series(end_user, range="5Y")["bars"]
    assert sum(bar["volume"] for bar in groups) == sum(bar["volume"] for bar in daily)
    whole = groups[1]
    inside = [bar for bar in daily if whole["date"] <= bar["date"] <= whole["lastDate"]]
    closes = [bar["close"] for bar in inside]
    assert len(inside) == 5
    assert whole == {
        "date": inside[0]["date"],
        "startsAt": None,
        "lastDate": inside[-1]["date"],
        "open": None,
        "high": max(closes),
        "low": min(closes),
        "close": closes[-1],
        "volume": sum(bar["volume"] for bar in inside),
    }


def test_nothing_stored(end_user: httpx.Client) -> None:
    """Where nothing is stored the answer is empty, and no error."""
    assert series(end_user, range="1D")["bars"] == []
    assert series(end_user, "VNM", range="1M", prices="raw")["bars"][0]["close"] == 70_000


def test_raw_prices(acting: tuple[httpx.Client, Settings]) -> None:
    """Raw prices are those before both actions; of the split the declared terms count."""
    client, _ = acting
    raw = {bar["date"]: bar["close"] for bar in series(client, range="1Y", prices="raw")["bars"]}
    adjusted = {bar["date"]: bar["close"] for bar in series(client, range="1Y")["bars"]}
    assert raw["2025-03-18"] == adjusted["2025-03-18"] == 150_000
    assert (raw["2025-03-17"], adjusted["2025-03-17"]) == (298_000, 149_000)
    # 99,000 / 0.5 / 0.96 = 229,166.7, to the price step of 100 VND.
    first = min(raw)
    assert raw[first] == 100 * round(adjusted[first] / 0.5 / 0.96 / 100)


def test_actions(acting: tuple[httpx.Client, Settings]) -> None:
    """The newest are first, none lies ahead, and what another source names better does not count."""
    client, _ = acting
    answer = client.get(f"{STOCKS}/fpt/actions").raise_for_status().json()
    assert answer["meta"] == {"page": 1, "pageSize": 20, "total": 3, **STAMP}
    assert [(each["kind"], each["origin"], each["isUsed"]) for each in answer["data"]] == [
        ("split", "declared", True),
        ("stock_dividend", "vendor", False),
        ("cash_dividend", "inferred", True),
    ]
    assert answer["data"][2] == {
        "exDate": "2025-01-15",
        "kind": "cash_dividend",
        "cash": 900.0,
        "ratio": 0.0,
        "issuePrice": 0.0,
        "factor": 0.96,
        "origin": "inferred",
        "source": "restated",
        "isUsed": True,
    }
    second = client.get(f"{STOCKS}/FPT/actions", params={"page": 2, "pageSize": 2}).json()["data"]
    assert [each["exDate"] for each in second] == ["2025-01-15"]
    assert client.get(f"{STOCKS}/VCB/actions").json()["data"] == []


def test_etag(acting: tuple[httpx.Client, Settings]) -> None:
    """An action that comes to be known changes the ETag of both reads."""
    client, settings = acting
    paths = [f"{STOCKS}/HPG/actions", f"{STOCKS}/HPG/timeseries?prices=raw"]
    known = [client.get(path).headers["etag"] for path in paths]
    for path, etag in zip(paths, known, strict=True):
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    engine = make_engine(settings)
    with engine.begin() as connection:
        put_action(connection, CorporateAction("HPG", SPLIT_DAY, "split", "a notice", ratio=1.0))
    engine.dispose()
    for path, etag in zip(paths, known, strict=True):
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_minutes(
    acting: tuple[httpx.Client, Settings], store_minutes_of: Callable[[Settings, pd.DataFrame], None]
) -> None:
    """1D has the newest session's minutes, 1W hours and 1M halves once all their sessions have minutes."""
    client, settings = acting
    etag = client.get(f"{STOCKS}/FPT/timeseries?range=1D").headers["etag"]
    days = [day for day in SESSIONS if day >= date(2025, 2, 28)]
    minutes = made_minutes("FPT", days)
    store_minutes_of(settings, minutes[minutes["time"].dt.date == days[-1]])
    assert client.get(f"{STOCKS}/FPT/timeseries?range=1D", headers={"If-None-Match": etag}).status_code == 200
    whole = series(client, range="1D")
    assert (whole["resolution"], len(whole["bars"])) == ("minute", 270)
    assert whole["bars"][0]["startsAt"] == "2025-03-31T09:00:00+07:00"
    assert {bar["date"] for bar in whole["bars"]} == {"2025-03-31"}
    assert series(client, range="1W")["resolution"] == "session"

    store_minutes_of(settings, minutes)
    assert series(client, range="1W")["resolution"] == "hour"
    halves = series(client, range="1M")
    assert (halves["resolution"], len(halves["bars"])) == ("half session", 2 * len(days))
    assert series(client, range="3M")["resolution"] == "session"


def test_minutes_on_the_basis_of_the_days(
    new_market: Callable[[], tuple[str, Path]],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    store_minutes_of: Callable[[Settings, pd.DataFrame], None],
) -> None:
    """Minutes from before a split are adjusted as the days are, and raw as traded, whenever fetched."""
    url, artifacts = new_market()
    settings = api_settings(url, artifact_store=artifacts.as_uri())
    engine = make_engine(settings)
    with engine.begin() as connection:
        put_action(connection, CorporateAction("FPT", SESSIONS[-2], "split", "a notice", ratio=1.0))
    engine.dispose()
    closes = {day: 100_000 + 1_000 * number for number, day in enumerate(SESSIONS)}
    days = SESSIONS[-5:]
    minutes = made_minutes("FPT", days)
    for position, day in enumerate(days):
        rows = minutes["time"].dt.date == day
        # The second session was fetched again after the split, adjusted.
        traded = closes[day] * (2 if position in (0, 2) else 1)
        minutes.loc[rows, ["open", "high", "low", "close"]] = float(traded)
    store_minutes_of(settings, minutes)
    client = sign_in(serve(settings), "enduser1")
    adjusted = {bar["date"]: bar["close"] for bar in series(client, range="1W")["bars"]}
    raw = {bar["date"]: bar["close"] for bar in series(client, range="1W", prices="raw")["bars"]}
    assert list(adjusted.values()) == [closes[day] for day in days]
    assert list(raw.values()) == [closes[day] * (2 if day < SESSIONS[-2] else 1) for day in days]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("timeseries?range=2W", "range"),
        ("timeseries?prices=nominal", "prices"),
        ("timeseries?from=2025-01-01", "from"),
        ("actions?pageSize=201", "pageSize"),
        ("actions?kind=split", "kind"),
    ],
)
def test_wrong_parameters(end_user: httpx.Client, path: str, field: str) -> None:
    answer = end_user.get(f"{STOCKS}/FPT/{path}")
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")
    assert answer.json()["message"].startswith(f"{field}: ")


@pytest.mark.parametrize("path", ["timeseries", "actions"])
@pytest.mark.parametrize("ticker", ["XYZ", "%00"])
def test_unknown_tickers(end_user: httpx.Client, path: str, ticker: str) -> None:
    answer = end_user.get(f"{STOCKS}/{ticker}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_ticker")
