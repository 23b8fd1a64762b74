"""Before the first crawl: nothing to show, and nothing breaks."""

from collections.abc import Callable

import httpx
import pytest
import sqlalchemy as sa

from vn30.accounts import seed_demo_accounts
from vn30.settings import Settings
from vn30.warehouse import make_engine


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


def test_health_is_ok_and_names_a_simulated_market_once_there_is_one(
    client: httpx.Client, empty_settings: Settings
) -> None:
    assert client.get("/health").json() == {
        "status": "ok",
        "database": True,
        "asOf": None,
        "dataSource": None,
    }
    engine = make_engine(empty_settings)
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO market_state (market, source, follows_wall_clock, as_of_date) "
                "VALUES ('simulated', 'sample', FALSE, '2025-03-31')"
            )
        )
    assert client.get("/health").json()["dataSource"] == "simulated"
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM market_state"))
    engine.dispose()


def test_a_database_without_the_schema_is_unavailable_not_an_error(
    make_database: Callable[..., str],
    api_settings: Callable[..., Settings],
    serve: Callable[[Settings], httpx.Client],
) -> None:
    client = serve(api_settings(make_database("bare", migrated=False)))
    assert client.get("/health").status_code == 503
    answer = client.post("/api/v1/auth/login", json={"username": "ds1", "password": "x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
