"""Before the first crawl: nothing to show, and nothing breaks."""

from collections.abc import Callable

import httpx
import pytest

from vn30.database.warehouse import make_engine
from vn30.settings import Settings
from vn30.users.accounts import seed_demo_accounts


@pytest.fixture(scope="module")
def empty_settings(make_database: Callable[..., str], api_settings: Callable[..., Settings]) -> Settings:
    settings = api_settings(make_database("empty"))
    engine = make_engine(settings)
    with engine.begin() as connection:
        seed_demo_accounts(connection)
    engine.dispose()
    return settings


@pytest.fixture(scope="module")
def client(
    empty_settings: Settings,
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
) -> httpx.Client:
    return sign_in(serve(empty_settings), "ds1")


def test_lists_are_empty(client: httpx.Client) -> None:
    assert client.get("/api/v1/models").json()["data"] == []
    assert client.get("/api/v1/stocks/top-picks", params={"bucket": "should_sell"}).json() == []
    assert client.get("/api/v1/stocks/market-table").json() == {
        "data": [],
        "meta": {
            "total": 0,
            "page": 1,
            "pageSize": 30,
            "sectors": [],
            "asOf": None,
            "dataSource": None,
        },
    }


@pytest.mark.parametrize(
    "path",
    [
        "stocks/FPT",
        "stocks/FPT/predictions",
        "stocks/FPT/chart",
        "models/FPT/status",
    ],
)
def test_the_rest_says_to_run_the_crawler(client: httpx.Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_market_data")
    assert "vn30_data_crawler" in answer.json()["message"]


def test_the_status_says_that_there_is_nothing_yet(client: httpx.Client) -> None:
    answer = client.get("/status")
    assert answer.status_code == 200
    data = answer.json()["parts"]["data"]
    assert (data["status"], data["detail"]) == ("degraded", "no prices are loaded yet")
    assert (data["asOf"], data["dataSource"], data["newestBar"]) == (None, None, None)


def test_database_without_schema(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
) -> None:
    """A database without the schema is unavailable, and no error."""
    client = serve(api_settings(make_database("bare", migrated=False)))
    assert client.get("/status").status_code == 503
    answer = client.post("/api/v1/auth/login", json={"username": "ds1", "password": "x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
