"""Responses to market reads are cached until the market changes."""

import tracemalloc
from collections.abc import Callable, Iterator

import httpx
import pytest
import sqlalchemy as sa

from api.core.answer_cache import MAX_BYTES, AnswerCache
from vn30.database.warehouse import make_engine
from vn30.settings import Settings

READS = [
    "/api/v1/stocks/market-table",
    "/api/v1/stocks/top-picks?bucket=should_buy",
    "/api/v1/stocks/FPT",
    "/api/v1/stocks/FPT/predictions",
    "/api/v1/stocks/FPT/chart",
]


@pytest.fixture
def database(market_settings: Settings) -> Iterator[sa.Engine]:
    engine = make_engine(market_settings)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("path", READS)
def test_what_has_not_changed_is_not_sent_again(end_user: httpx.Client, path: str) -> None:
    first = end_user.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = end_user.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert end_user.get(path).content == first.content
    assert end_user.get(path, headers={"If-None-Match": 'W/"another"'}).status_code == 200


def _strong(etag: str) -> str:
    return etag.removeprefix("W/")


@pytest.mark.parametrize(
    "known",
    [
        _strong,
        lambda etag: f'"other", {etag}',
        lambda etag: f'W/"other" ,{_strong(etag)},"more"',
        lambda etag: "*",
    ],
    ids=["strong", "list", "list without spaces", "any"],
)
def test_forms_of_if_none_match(end_user: httpx.Client, known: Callable[[str], str]) -> None:
    etag = end_user.get(READS[0]).headers["ETag"]
    for method in ("GET", "HEAD"):
        answer = end_user.request(method, READS[0], headers={"If-None-Match": known(etag)})
        assert (answer.status_code, answer.headers["ETag"]) == (304, etag)


@pytest.mark.parametrize("known", ['"*"', "W/", lambda etag: etag[:-2], lambda etag: _strong(etag)[1:-1]])
def test_other_etags(end_user: httpx.Client, known: str | Callable[[str], str]) -> None:
    """A part of the ETag, or one without quotes, is another one."""
    sent = known if isinstance(known, str) else known(end_user.get(READS[0]).headers["ETag"])
    assert end_user.get(READS[0], headers={"If-None-Match": sent}).status_code == 200


def test_etags_in_several_headers(end_user: httpx.Client) -> None:
    etag = end_user.get(READS[0]).headers["ETag"]
    headers = [("If-None-Match", '"other"'), ("If-None-Match", etag)]
    assert end_user.get(READS[0], headers=headers).status_code == 304


def test_another_question_has_another_etag(end_user: httpx.Client) -> None:
    table = "/api/v1/stocks/market-table"
    etags = {end_user.get(f"{table}?page={page}").headers["ETag"] for page in (1, 2)}
    assert len(etags) == 2


def test_etag_of_another_api(
    end_user: httpx.Client,
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    market_settings: Settings,
) -> None:
    """Another API on the same market returns another ETag."""
    same, stricter = (
        sign_in(serve(market_settings.model_copy(update={"stable_sessions": sessions})), "enduser1")
        for sessions in (market_settings.stable_sessions, 5)
    )
    etag = end_user.get(READS[0]).headers["ETag"]
    assert same.get(READS[0]).headers["ETag"] == etag
    assert stricter.get(READS[0]).headers["ETag"] != etag


def test_cached_response_requires_a_token(end_user: httpx.Client, anonymous: httpx.Client) -> None:
    etag = end_user.get(READS[0]).headers["ETag"]
    assert anonymous.get(READS[0], headers={"If-None-Match": etag}).status_code == 401


def test_etag_of_missing_stock(end_user: httpx.Client) -> None:
    """The ETag ``*`` does not match a missing stock."""
    for ticker, status in (("FPT", 304), ("NONE", 404)):
        answer = end_user.get(f"/api/v1/stocks/{ticker}", headers={"If-None-Match": "*"})
        assert answer.status_code == status


def test_memory_limit(market_settings: Settings) -> None:
    """Long requests with short responses do not fill the memory."""
    cache = AnswerCache(market_settings)
    tracemalloc.start()
    for number in range(2_000):
        cache.put(f"/api/v1/stocks/FPT?{number}{'x' * 60_000}", "etag", b"{}")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < MAX_BYTES


CHANGES = {
    "a price": "UPDATE stock_prices SET close_price = close_price + :by WHERE stock_id = 1 AND price_date = "
    "(SELECT max(price_date) FROM stock_prices)",
    "a forecast": "UPDATE stock_prediction_summaries SET predicted_price = predicted_price + :by",
    "a model": "UPDATE model_statuses SET last_updated_at = last_updated_at + :by * interval '1 hour'",
    "a company": "UPDATE stocks SET shares_outstanding = shares_outstanding + :by WHERE id = 1",
    "the clock": "UPDATE market_state SET as_of_date = as_of_date - (:by)::INTEGER",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_as_soon_as_it_is_committed(
    end_user: httpx.Client, database: sa.Engine, change: str
) -> None:
    statement = sa.text(CHANGES[change])
    etag = end_user.get(READS[0]).headers["ETag"]
    with database.connect() as connection:
        connection.execute(statement, {"by": 1})
        # Kept under the new version now, the old answer would be served for ever.
        assert end_user.get(READS[0]).headers["ETag"] == etag, "not committed yet"
        connection.commit()
    changed = end_user.get(READS[0], headers={"If-None-Match": etag})
    assert changed.status_code == 200
    with database.begin() as connection:
        connection.execute(statement, {"by": -1})


def test_the_new_price_is_in_the_new_answer(end_user: httpx.Client, database: sa.Engine) -> None:
    def price() -> float:
        return end_user.get("/api/v1/stocks/FPT/chart").json()["points"][-8]["actualPrice"]

    before = price()
    for by in (1, -1):
        with database.begin() as connection:
            connection.execute(sa.text(CHANGES["a price"]), {"by": by})
        assert price() == before + max(by, 0)
