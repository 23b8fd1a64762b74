"""Quotes, sectors, batches and key figures of the small market, against numbers worked out by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from vn30.database.warehouse import make_engine
from vn30.ingestion.fundamentals.load import store_fundamentals
from vn30.market.calendar import HOSE_ZONE
from vn30.market.fundamentals import Figure, Fundamentals
from vn30.market.quotes import quotes
from vn30.settings import Settings

ROOT = "/api/v1"


def read(client: httpx.Client, path: str, **params: Any) -> Any:
    return client.get(f"{ROOT}/{path}", params=params).raise_for_status().json()


def test_quotes(end_user: httpx.Client) -> None:
    """The close of the session beside the limits that follow from the close before it."""
    answer = read(end_user, "quotes", symbols="vcb,FPT,VCB")
    assert (answer["asOf"], answer["dataSource"]) == ("2025-03-31", "csv")
    fpt, vcb = answer["data"]
    assert fpt == {
        "ticker": "FPT",
        "name": "FPT Corporation",
        "price": 159_000,
        "reference": 158_000,
        "ceiling": 169_000,
        "floor": 147_000,
        "change": 1_000,
        "changePct": 0.6329,
        "volume": 1_059,
        "session": "2025-03-31",
        "asOf": "2025-03-31T08:00:00Z",
        "basis": "session",
        "delayed": False,
        "source": "csv",
        "reason": None,
    }
    assert (vcb["price"], vcb["reference"], vcb["ceiling"], vcb["floor"]) == (60_500, 61_000, 65_200, 56_800)


@pytest.mark.parametrize("path", ["quotes", "stocks/batch"])
def test_unknown_symbols(end_user: httpx.Client, path: str) -> None:
    """All of them are named; a list that is no list, and one that is too long, are refused."""
    unknown = end_user.get(f"{ROOT}/{path}", params={"symbols": "FPT,ABC,XYZ"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_ticker")
    assert "ABC, XYZ" in unknown.json()["message"]
    for symbols in ("", "FPT,", "FPT;VCB", ",".join(f"A{number}" for number in range(51))):
        refused = end_user.get(f"{ROOT}/{path}", params={"symbols": symbols})
        assert refused.status_code == 422
        assert "symbols" in refused.json()["message"]


def test_batch(end_user: httpx.Client) -> None:
    """The same as the answers of one stock each."""
    fpt, vnm = read(end_user, "stocks/batch", symbols="FPT,VNM")["data"]
    assert fpt["overview"] == read(end_user, "stocks/FPT")
    assert fpt["quote"] == read(end_user, "quotes", symbols="FPT")["data"][0]
    single = read(end_user, "stocks/FPT/predictions")
    assert set(fpt["forecasts"]) == {"7", "15", "30"}
    for horizon, forecast in fpt["forecasts"].items():
        assert forecast["forecastAsOf"] == single["forecastAsOf"]
        assert {**single["horizons"][horizon], **forecast} == {
            **single["horizons"][horizon],
            "forecastAsOf": single["forecastAsOf"],
        }
    assert vnm["forecasts"] == {}


@pytest.fixture
def own_market(
    new_market: Callable[[], tuple[str, Path]],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> tuple[httpx.Client, sa.Engine]:
    url, artifacts = new_market()
    settings = api_settings(url, artifact_store=artifacts.as_uri())
    return sign_in(serve(settings), "enduser1"), make_engine(Settings(database_url=SecretStr(url)))


def test_key_figures(own_market: tuple[httpx.Client, sa.Engine], sessions: list[date]) -> None:
    """By day, with unit, period, source and reason; a new snapshot changes the ETag."""
    client, engine = own_market
    path = f"{ROOT}/stocks/FPT/fundamentals"
    none = client.get(path).raise_for_status()
    assert none.json()["checkedAt"] is None
    assert {figure["value"] for figure in none.json()["figures"][:9]} == {None}
    moment = datetime(2025, 4, 1, tzinfo=UTC)
    given = Fundamentals(
        "FPT",
        "vnstock:VCI",
        (
            Figure("shares_outstanding", 2e9),
            Figure("pe", 25.0, "four quarters to 2024-Q4"),
            Figure("roe", reason="'N/A' is no number"),
        ),
    )
    with engine.begin() as connection:
        store_fundamentals(connection, given, sessions[-2], moment)
    first = client.get(path, headers={"If-None-Match": none.headers["ETag"]}).raise_for_status()
    assert first.status_code == 200
    answer = first.json()
    found = {figure["metric"]: figure for figure in answer["figures"]}
    assert (answer["marketCapBucket"], answer["peBucket"]) == ("large", "high")
    assert found["market_cap"]["value"] == 2e9 * 159_000
    assert found["pe"] == {
        "metric": "pe",
        "value": 25.0,
        "unit": "times",
        "period": "four quarters to 2024-Q4",
        "day": sessions[-2].isoformat(),
        "source": "vnstock:VCI",
        "reason": None,
        "note": None,
        "knownFrom": "2025-04-01T00:00:00Z",
    }
    assert (found["roe"]["value"], found["roe"]["reason"]) == (None, "'N/A' is no number")
    assert found["eps"]["reason"] == "vnstock:VCI does not give it"
    assert (found["high_52_weeks"]["value"], found["low_52_weeks"]["value"]) == (159_000, 100_000)
    assert found["average_volume"]["value"] == 1_050

    before = read(client, "stocks/FPT/fundamentals", asOf=sessions[-3].isoformat())
    assert before["day"] == sessions[-3].isoformat()
    assert {figure["value"] for figure in before["figures"][:9]} == {None}
    assert before["figures"][10]["value"] == 157_000
    later = read(client, "stocks/FPT/fundamentals", asOf="2030-01-01")
    assert later == answer

    size = next(row for row in read(client, "sectors")["data"] if row["name"] == "Technology")
    assert (size["marketCap"], size["members"][0]["weight"]) == (2e9 * 159_000, 1)
    engine.dispose()


def test_sectors(end_user: httpx.Client) -> None:
    """Without known shares there are changes and no weights."""
    rows = read(end_user, "sectors")["data"]
    assert {row["name"] for row in rows} == {"Technology", "Banking", "Materials", None}
    assert all(row["marketCap"] is None and row["leftOut"] == 1 for row in rows)
    technology = next(row for row in rows if row["name"] == "Technology")
    assert technology["members"] == [
        {"ticker": "FPT", "name": "FPT Corporation", "weight": None, "changePct": 0.6329}
    ]


def test_minutes_of_a_running_session(own_market: tuple[httpx.Client, sa.Engine]) -> None:
    """The newest minute, its reference lowered by a dividend of the day; delayed once trading has gone on."""
    _, engine = own_market
    today, newest = date(2025, 4, 1), date(2025, 3, 31)
    at = datetime(2025, 4, 1, 10, 30, tzinfo=HOSE_ZONE)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE market_state SET follows_wall_clock = TRUE"))
        connection.execute(
            sa.text(
                "INSERT INTO corporate_actions (stock_id, ex_date, kind, source, cash) "
                "VALUES (1, '2025-04-01', 'cash_dividend', 'HOSE', 2000)"
            )
        )
        connection.execute(
            sa.text(
                "INSERT INTO intraday_sessions VALUES ('FPT', '2025-04-01', 60, 157000, 160000, 156500, "
                "158500, 90000, '2025-04-01 02:15Z', :last, 0, 0, FALSE, TRUE, 1, 'dnse', :fetched)"
            ),
            {"last": at - timedelta(minutes=1), "fetched": at},
        )
    with engine.connect() as connection:
        (fpt, vcb) = quotes(connection, ["FPT", "VCB"], newest, now=at + timedelta(minutes=1))
        (late, _) = quotes(connection, ["FPT", "VCB"], newest, now=at + timedelta(minutes=10))
    assert (fpt.price, fpt.session, fpt.basis, fpt.source) == (158_500, today, "minute", "dnse")
    assert (fpt.limits.reference, fpt.limits.ceiling, fpt.limits.floor) == (157_000, 167_900, 146_100)
    assert (fpt.change, fpt.volume, fpt.delayed, late.delayed) == (1_500, 90_000, False, True)
    assert fpt.as_of == at - timedelta(minutes=1)
    assert (vcb.session, vcb.basis, vcb.delayed) == (newest, "session", True)
    engine.dispose()
