"""The stocks that a user follows."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import sqlalchemy as sa

from vn30.database.warehouse import make_engine
from vn30.settings import Settings

LIST = "/api/v1/stocks/my-list"


@pytest.fixture
def follower(anonymous: httpx.Client, sign_in: Callable[..., httpx.Client]) -> Iterator[httpx.Client]:
    """A user whose list is empty before and after."""
    client = sign_in(anonymous, "enduser2")
    yield client
    for item in client.get(LIST, params={"limit": 200}).json():
        client.delete(f"{LIST}/{item['ticker']}")


def _tickers(client: httpx.Client) -> list[str]:
    return [item["ticker"] for item in client.get(LIST).raise_for_status().json()]


def test_stocks_are_added_and_removed_each_once(follower: httpx.Client, end_user: httpx.Client) -> None:
    assert _tickers(follower) == []
    for ticker in ("FPT", "vnm", "FPT"):
        assert follower.put(f"{LIST}/{ticker}").status_code == 204
    assert _tickers(follower) == ["VNM", "FPT"]
    assert _tickers(end_user) == [], "lists belong to one user each"
    for _ in range(2):
        assert follower.delete(f"{LIST}/FPT").status_code == 204
    assert _tickers(follower) == ["VNM"]


def test_stock_without_model(follower: httpx.Client) -> None:
    """A stock without a model is listed without a forecast."""
    for ticker in ("FPT", "VNM"):
        follower.put(f"{LIST}/{ticker}")
    without, with_forecast = follower.get(LIST, params={"horizonDays": 15}).json()
    assert (without["ticker"], without["predictedChangePct"], without["currentPrice"]) == (
        "VNM",
        None,
        70_900,
    )
    assert with_forecast["predictedChangePct"] == pytest.approx(100 * 15 / 159, abs=1e-3)
    assert {"skill", "naiveMapePct", "verdict", "addedAt", "asOf", "dataSource"} <= with_forecast.keys()
    assert (with_forecast["belowNaive"], without["belowNaive"]) == (True, None)


def test_the_market_table_can_show_the_list_alone(follower: httpx.Client) -> None:
    follower.put(f"{LIST}/VCB")
    table = "/api/v1/stocks/market-table"
    for _ in range(2):
        shown = follower.get(table, params={"myList": "true"}).json()
        assert ([row["symbol"] for row in shown["data"]], shown["meta"]["total"]) == (["VCB"], 1)
        follower.get(table)
    follower.delete(f"{LIST}/VCB")
    assert follower.get(table, params={"myList": "true"}).json()["data"] == []


def test_only_known_stocks_can_be_followed(follower: httpx.Client) -> None:
    answer = follower.put(f"{LIST}/NONE")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_ticker")


ADD = "INSERT INTO watchlist_items (user_id, stock_id) SELECT id, 2 FROM users WHERE username = 'enduser2'"
REMOVE = "DELETE FROM watchlist_items USING users WHERE user_id = users.id AND username = 'enduser2'"


@pytest.mark.parametrize(
    ("method", "change", "left"),
    [("PUT", ADD, ["VCB"]), ("DELETE", REMOVE, [])],
    ids=["PUT", "DELETE"],
)
def test_the_same_change_twice_at_once_is_no_error(
    follower: httpx.Client, market_settings: Settings, method: str, change: str, left: list[str]
) -> None:
    if method == "DELETE":
        follower.put(f"{LIST}/VCB")
    engine = make_engine(market_settings)
    with engine.connect() as first, ThreadPoolExecutor(1) as second:
        first.execute(sa.text(change))
        answer = second.submit(follower.request, method, f"{LIST}/VCB")
        while not (first.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")) or answer.done()):
            time.sleep(0.01)
        first.commit()
        assert answer.result().status_code == 204
    engine.dispose()
    assert _tickers(follower) == left
