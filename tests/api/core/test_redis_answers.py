"""Processes of the API share responses through Redis, and do without it when it is lost."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from api.app import create_app
from api.core import redis_answers
from api.core.redis_answers import RedisAnswers, open_shared_answers
from tests.support.api_server import serving
from tests.support.redis_server import RedisServer
from vn30.database.warehouse import make_engine
from vn30.settings import MissingSetting, Settings

TABLE = "/api/v1/stocks/market-table"
PRICE = (
    "UPDATE stock_prices SET close_price = close_price + :by WHERE stock_id = 1 AND price_date = "
    "(SELECT max(price_date) FROM stock_prices)"
)
DATABASE = "postgresql://user@host:5432/vn30"


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def worker(
    market_settings: Settings, redis_server: RedisServer, sign_in: Callable[..., httpx.Client]
) -> Iterator[Callable[[], tuple[httpx.Client, Counter[str]]]]:
    """``worker()``: another process's API on the same market, and where its answers came from."""
    redis_server.client.flushall()
    settings = market_settings.model_copy(update={"cache_url": SecretStr(redis_server.url)})
    opened = []

    def start() -> tuple[httpx.Client, Counter[str]]:
        app = create_app(settings)
        running = serving(app, settings)
        client = running.__enter__()
        opened.append(running)
        return sign_in(client, "enduser1"), app.state.answers.answered

    yield start
    for running in opened:
        running.__exit__(None, None, None)


@pytest.fixture
def database(market_settings: Settings) -> Iterator[sa.Engine]:
    engine = make_engine(market_settings)
    yield engine
    engine.dispose()


def test_workers_share_until_the_market_changes(
    worker: Callable[[], tuple[httpx.Client, Counter[str]]], database: sa.Engine
) -> None:
    (one, of_one), (other, of_other) = worker(), worker()
    first = one.get(TABLE)
    assert other.get(TABLE).content == first.content
    assert (dict(of_one), dict(of_other)) == ({"computed": 1}, {"redis": 1})
    for by in (1, -1):
        with database.begin() as connection:
            connection.execute(sa.text(PRICE), {"by": by})
        answers = [client.get(TABLE) for client in (one, other)]
        assert answers[0].content == answers[1].content
        assert (answers[0].content == first.content) is (by == -1)
    assert (dict(of_one), dict(of_other)) == ({"computed": 3}, {"redis": 3})
    assert other.get(TABLE).status_code == 200
    assert of_other["process"] == 1


def test_workers_share_no_language(worker: Callable[[], tuple[httpx.Client, Counter[str]]]) -> None:
    """What one process has kept in a language is found by another in that language alone."""
    (one, of_one), (other, of_other) = worker(), worker()
    for client in (one, other):
        for language in ("vi", "en"):
            answer = client.get("/api/v1/stocks/FPT/fundamentals", headers={"Accept-Language": language})
            assert ("giá cao nhất" in answer.text) is (language == "vi")
    assert (dict(of_one), dict(of_other)) == ({"computed": 2}, {"redis": 2})


def test_what_others_have_written_is_not_served(
    worker: Callable[[], tuple[httpx.Client, Counter[str]]], redis_server: RedisServer
) -> None:
    (one, _), (other, of_other) = worker(), worker()
    forgeries: list[Callable[[bytes], bytes]] = [
        lambda kept: kept[:-1] + b"]",
        lambda kept: b"",
        lambda kept: kept[:7],
        lambda kept: kept[16:],
        lambda kept: bytes(16) + b'{"data": []}',
    ]
    for page, forge in enumerate(forgeries, 1):
        redis_server.client.flushall()
        honest = one.get(f"{TABLE}?page={page}")
        (key,) = redis_server.client.keys("*")
        redis_server.client.set(key, forge(redis_server.client.get(key)))
        assert other.get(f"{TABLE}?page={page}").content == honest.content
    assert dict(of_other) == {"computed": len(forgeries)}


def test_killed_under_load(
    worker: Callable[[], tuple[httpx.Client, Counter[str]]],
    redis_server: RedisServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Redis dies between requests: each is answered. It comes back, and is used again."""
    monkeypatch.setattr(redis_answers, "SILENT_SECONDS", 0.0)
    client, answered = worker()
    paths = [f"{TABLE}?page={page}" for page in range(1, 81)]
    half_way = threading.Event()

    def ask(path: str) -> int:
        if path == paths[40]:
            redis_server.kill()
            half_way.set()
        return client.get(path).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, paths)) == {200}
    assert half_way.is_set()
    parts = client.get("/status").json()["parts"]
    assert parts["cache"]["status"] == "degraded"
    assert "does not answer" in parts["cache"]["detail"]
    redis_server.start()
    assert client.get(f"{TABLE}?page=81").status_code == 200
    another, of_another = worker()
    assert another.get(f"{TABLE}?page=81").status_code == 200
    assert (answered["redis"], of_another["redis"]) == (0, 1)
    exposed = client.get("/metrics").text
    assert 'vn30_market_answers_total{origin="computed"} 81.0' in exposed


def test_a_server_that_hangs_is_left_alone() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=5) as deaf:
        answers = RedisAnswers(f"redis://127.0.0.1:{deaf.getsockname()[1]}/0", DATABASE, "secret")
        assert answers.get("etag") is None
        deaf.setblocking(False)
        deaf.accept()
        answers.put("etag", b"body")
        assert answers.get("etag") is None
        with pytest.raises(BlockingIOError):
            deaf.accept()
        assert not answers.is_up
        answers.close()


def test_platforms_do_not_share(redis_server: RedisServer) -> None:
    """Neither with another secret nor with another database; nor does a long response reach Redis."""
    redis_server.client.flushall()
    platforms = [
        RedisAnswers(redis_server.url, DATABASE, "one"),
        RedisAnswers(redis_server.url, DATABASE, "two"),
        RedisAnswers(redis_server.url, DATABASE + "_staging", "one"),
    ]
    platforms[0].put("etag", b"body")
    assert [answers.get("etag") for answers in platforms] == [b"body", None, None]
    platforms[0].put("long", b"x" * (redis_answers.MAX_BYTES + 1))
    assert platforms[0].get("long") is None
    (key,) = redis_server.client.keys("vn30:answers:*")
    assert b"etag" not in key
    assert 0 < redis_server.client.ttl(key) <= redis_answers.KEPT_SECONDS
    for answers in platforms:
        answers.close()


def test_a_wrong_url_ends_the_start(market_settings: Settings, tmp_path: Path) -> None:
    for url in ("http://cache:6379", "cache:6379", "redis://host:port/0"):
        settings = market_settings.model_copy(update={"cache_url": SecretStr(url)})
        with pytest.raises(MissingSetting, match="VN30_CACHE_URL is no URL of a Redis server"):
            open_shared_answers(settings, "secret")
