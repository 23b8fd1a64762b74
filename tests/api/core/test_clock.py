"""With ``VN30_AS_OF`` in the past, nothing that came later is served."""

from collections.abc import Callable
from datetime import date

import httpx
import pytest

from vn30.market.calendar import sessions_after
from vn30.settings import Settings

TODAY = 49


@pytest.fixture(scope="module")
def then(
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    market_settings: Settings,
    sessions: list[date],
) -> Callable[[int], httpx.Client]:
    """``then(i)``: a data scientist on session ``i``."""
    return lambda i: sign_in(serve(market_settings.model_copy(update={"as_of": sessions[i]})), "ds1")


@pytest.fixture(scope="module")
def replay(then: Callable[[int], httpx.Client]) -> httpx.Client:
    return then(TODAY)


def test_the_market_table_stops_at_today(replay: httpx.Client, sessions: list[date]) -> None:
    table = replay.get("/api/v1/stocks/market-table").json()
    assert table["meta"]["asOf"] == sessions[TODAY].isoformat()
    rows = {row["symbol"]: row for row in table["data"]}
    assert set(rows) == {"FPT", "VCB", "HPG"}, "VNM is not listed yet"
    assert rows["FPT"]["currentPrice"] == 149_000
    assert rows["FPT"]["pctChange"]["7d"] == {"actualPct": 4.9296, "actualPrice": 142_000}
    assert rows["FPT"]["predictedPctChange"]["7d"]["predictedPrice"] == 156_000
    assert rows["VCB"]["predictedPctChange"]["7d"]["predictedPrice"] is None, "made later"
    known = [point["date"] for point in rows["FPT"]["sparkline14d"] if not point["isPredicted"]]
    assert max(known) == sessions[TODAY].isoformat()


def test_forecasts_and_models_are_those_of_the_day(replay: httpx.Client, sessions: list[date]) -> None:
    picks = replay.get("/api/v1/stocks/top-picks", params={"bucket": "should_buy"}).json()
    assert [(pick["ticker"], pick["currentPrice"]) for pick in picks] == [("FPT", 149_000)]
    chart = replay.get("/api/v1/stocks/FPT/chart").json()["points"]
    assert [point["date"] for point in chart if point["predictedPrice"] is not None] == [
        day.isoformat() for day in [sessions[TODAY], *sessions_after(sessions[TODAY], 7)]
    ]
    assert [row["ticker"] for row in replay.get("/api/v1/models").json()["data"]] == ["FPT"]
    assert replay.get("/api/v1/models/FPT/status").json()["metrics"]["30d"]["skill"] == 0.01


def test_forecasts_until_target(then: Callable[[int], httpx.Client], sessions: list[date]) -> None:
    """Forecasts are served until their target session has come."""
    day_before, day_of = then(TODAY + 6), then(TODAY + 7)
    predictions = "/api/v1/stocks/FPT/predictions"
    assert set(day_before.get(predictions).json()["horizons"]) == {"7", "15", "30"}
    assert set(day_of.get(predictions).json()["horizons"]) == {"15", "30"}
    # Of the path only the sessions still to come are left, and the line starts at the last close.
    chart = day_before.get("/api/v1/stocks/FPT/chart").json()["points"]
    assert [point["date"] for point in chart if point["predictedPrice"] is not None] == [
        sessions[TODAY + 6].isoformat(),
        sessions[TODAY + 7].isoformat(),
    ]
