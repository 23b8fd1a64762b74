"""Bars of stored minutes and of daily bars, by interval, period and page."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pandas as pd
import pytest

from tests.api.conftest import SESSIONS
from tests.support.made_minutes import made_minutes
from vn30.database import warehouse
from vn30.database.warehouse import make_engine
from vn30.ingestion.intraday.minutes_writer import store_minutes
from vn30.market.resampling import resample
from vn30.settings import Settings, get_settings
from vn30.storage.artifacts import open_store

FPT = "/api/v1/stocks/FPT/bars"
DAYS = SESSIONS[-3:]
MINUTES = made_minutes("FPT", DAYS)


@pytest.fixture(scope="module")
def with_minutes(
    new_market: Callable[[], tuple[str, Path]],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> tuple[httpx.Client, Callable[[pd.DataFrame], None]]:
    """An end user at a market of its own with minutes of FPT, and a function that stores more of them."""
    url, artifacts = new_market()
    settings = api_settings(url, artifact_store=artifacts.as_uri())

    def store(minutes: pd.DataFrame) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("VN30_DATABASE_URL", url)
            get_settings.cache_clear()
            warehouse.engine.cache_clear()
            store_minutes(open_store(settings), minutes, "csv", datetime.now(UTC))
            warehouse.engine().dispose()
        warehouse.engine.cache_clear()
        get_settings.cache_clear()

    store(MINUTES)
    return sign_in(serve(settings), "enduser1"), store


@pytest.fixture(scope="module")
def client(with_minutes) -> httpx.Client:
    return with_minutes[0]


def get(client: httpx.Client, **query: object) -> dict:
    return client.get(FPT, params=query).raise_for_status().json()


def test_minutes(client: httpx.Client) -> None:
    body = get(client, interval="1m", **{"from": DAYS[1].isoformat(), "to": DAYS[1].isoformat()})
    first = MINUTES[MINUTES["time"].dt.date == DAYS[1]].iloc[0]
    assert body["data"][0] == {
        "time": f"{DAYS[1]}T09:00:00+07:00",
        **{name: first[name] for name in ("open", "high", "low", "close", "volume")},
    }
    assert body["meta"] == {"page": 1, "pageSize": 1000, "total": 270}
    assert (body["ticker"], body["interval"], body["asOf"]) == ("FPT", "1m", "2025-03-31")


@pytest.mark.parametrize("interval", ["5m", "15m", "30m", "1h", "half"])
def test_longer_bars(client: httpx.Client, interval: str) -> None:
    data = get(client, interval=interval)["data"]
    expected = resample(MINUTES, interval)
    assert [pd.Timestamp(bar["time"]) for bar in data] == list(expected["time"])
    for name in ("open", "high", "low", "close", "volume"):
        assert [bar[name] for bar in data] == list(expected[name])


def test_days_and_weeks_are_made_of_the_daily_bars(client: httpx.Client) -> None:
    body = get(client, **{"from": DAYS[0].isoformat()})
    assert [(bar["time"], bar["open"], bar["close"], bar["volume"]) for bar in body["data"]] == [
        (f"{day}T00:00:00+07:00", None, 157_000 + 1_000 * i, 1_057 + i) for i, day in enumerate(DAYS)
    ]
    weeks = get(client, interval="1w", **{"from": "2025-03-17"})["data"]
    assert [bar["time"][:10] for bar in weeks] == ["2025-03-17", "2025-03-24", "2025-03-31"]
    assert weeks[-1]["close"] == 159_000
    assert weeks[0]["volume"] == sum(1_000 + 49 + i for i in range(5))


def test_pages(client: httpx.Client) -> None:
    whole = get(client, interval="15m")
    parts = [get(client, interval="15m", page=page, pageSize=20) for page in (1, 2, 3, 4)]
    assert [bar for part in parts for bar in part["data"]] == whole["data"]
    assert {part["meta"]["total"] for part in parts} == {len(whole["data"])}
    assert parts[-1]["data"] == []


@pytest.mark.parametrize("period", [("2024-01-01", "2024-01-31"), ("2030-01-01", "9999-12-31")])
@pytest.mark.parametrize("interval", ["1m", "1h", "1d", "1w"])
def test_nothing_is_stored(client: httpx.Client, interval: str, period: tuple[str, str]) -> None:
    body = get(client, interval=interval, **{"from": period[0], "to": period[1]})
    assert (body["data"], body["meta"]["total"]) == ([], 0)
    assert client.get("/api/v1/stocks/VCB/bars", params={"interval": "5m"}).json()["data"] == []
    assert get(client, interval="1m", **{"from": "0001-01-01"})["meta"]["total"] == len(MINUTES)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        (
            {"interval": "2h"},
            "interval: must be '1m', '5m', '15m', ",
        ),
        ({"from": "2025-03-31", "to": "2025-03-01"}, "from: 2025-03-31 is after to, 2025-03-01; swap them"),
        ({"from": "yesterday"}, "from: "),
        ({"pageSize": 5_001}, "pageSize: "),
        ({"days": 5}, "days: "),
    ],
)
def test_wrong_queries(client: httpx.Client, query: dict, named: str) -> None:
    answer = client.get(FPT, params=query)
    assert answer.status_code == 422
    assert answer.json()["message"].startswith(named), answer.json()


def test_unknown_ticker(client: httpx.Client) -> None:
    answer = client.get("/api/v1/stocks/XYZ/bars")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_ticker")


def test_new_minutes_change_the_etag(with_minutes) -> None:
    client, store = with_minutes
    query = {"interval": "half", "to": DAYS[0].isoformat()}
    first = client.get(FPT, params=query)
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(FPT, params=query, headers=known).status_code == 304
    day_before = SESSIONS[-4]
    store(made_minutes("FPT", [day_before]))
    changed = client.get(FPT, params=query, headers=known)
    assert changed.status_code == 200
    assert [bar["time"][:10] for bar in changed.json()["data"]] == [str(day_before)] * 2 + [str(DAYS[0])] * 2
    store(MINUTES)
    again = client.get(FPT, params=query, headers={"If-None-Match": changed.headers["ETag"]})
    assert again.status_code == 304


def test_a_file_is_missing(
    new_market: Callable[[], tuple[str, Path]], api_settings, serve, sign_in, tmp_path: Path
) -> None:
    url, artifacts = new_market()
    engine = make_engine(Settings(database_url=url))
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO intraday_partitions "
            "VALUES ('FPT', '2025-03-01', %s, 'abc', 10, 1, now(), now(), 'csv')",
            ((artifacts / "minutes" / "gone.parquet").as_uri(),),
        )
    engine.dispose()
    client = sign_in(serve(api_settings(url, artifact_store=artifacts.as_uri())), "enduser1")
    answer = client.get(FPT, params={"interval": "5m"})
    assert (answer.status_code, answer.json()["code"]) == (409, "minutes_unreadable")
    assert str(tmp_path) not in answer.text
    assert "file:" not in answer.text
    assert client.get(FPT, params={"interval": "1w"}).status_code == 200
    assert date.fromisoformat(client.get(FPT).json()["data"][0]["time"][:10]) == SESSIONS[0]
