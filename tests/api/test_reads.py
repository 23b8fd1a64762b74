"""Market reads are kept while nothing has changed, and never longer."""

import tracemalloc
from collections.abc import Callable, Iterator

import httpx
import pytest
import sqlalchemy as sa

from api.reads import MOST_BYTES, AnswerCache
from vn30.settings import Settings
from vn30.warehouse import make_engine

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


def test_another_question_has_another_etag(end_user: httpx.Client) -> None:
    table = "/api/v1/stocks/market-table"
    etags = {end_user.get(f"{table}?page={page}").headers["ETag"] for page in (1, 2)}
    assert len(etags) == 2


def test_another_api_before_the_same_market_gives_another_etag(
    end_user: httpx.Client,
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    market_settings: Settings,
) -> None:
    same, stricter = (
        sign_in(serve(market_settings.model_copy(update={"stable_sessions": sessions})), "enduser1")
        for sessions in (market_settings.stable_sessions, 5)
    )
    etag = end_user.get(READS[0]).headers["ETag"]
    assert same.get(READS[0]).headers["ETag"] == etag
    assert stricter.get(READS[0]).headers["ETag"] != etag


def test_nobody_gets_a_kept_answer_without_signing_in(
    end_user: httpx.Client, anonymous: httpx.Client
) -> None:
    etag = end_user.get(READS[0]).headers["ETag"]
    assert anonymous.get(READS[0], headers={"If-None-Match": etag}).status_code == 401


def test_any_etag_does_not_stand_for_a_stock_that_is_not_there(end_user: httpx.Client) -> None:
    for ticker, status in (("FPT", 304), ("NONE", 404)):
        answer = end_user.get(f"/api/v1/stocks/{ticker}", headers={"If-None-Match": "*"})
        assert answer.status_code == status


def test_long_questions_with_short_answers_do_not_fill_the_memory(market_settings: Settings) -> None:
    cache = AnswerCache(market_settings)
    tracemalloc.start()
    for number in range(2_000):
        cache.put(f"/api/v1/stocks/FPT?{number}{'x' * 60_000}", "etag", b"{}")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < MOST_BYTES


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
