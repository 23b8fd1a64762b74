"""Summaries hold what the views compute, and are read only while nothing has changed since."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

import pytest
import sqlalchemy as sa
from pydantic import TypeAdapter

from api.artifacts.links import Links
from api.core.database import open_engine, writing
from api.core.summary_refresh import SummaryRefresh
from api.data_quality.completeness import completeness
from api.data_quality.completeness_schemas import Completeness, CompletenessQuery
from api.models.schemas import ModelList, ModelsQuery
from api.models.service import model_list
from api.stocks.schemas import Bucket, Horizon, MarketTable, MarketTableQuery, TopPick, TopPicksQuery
from api.stocks.service import market_table, top_picks
from vn30.database.warehouse import fetch_returned
from vn30.market.summaries import write_summaries
from vn30.settings import Settings

PINNED = """
    WITH pinned AS (
        INSERT INTO model_versions (number, universe, run_id, line, params_hash, as_of_date, trained_at)
        SELECT 1, 'vn30', runs.id, repeat('a', 64), repeat('b', 64), '2025-01-02', now()
        FROM experiment_runs AS runs ORDER BY runs.id LIMIT 1
        RETURNING id
    )
    INSERT INTO model_champions (universe, horizon_days, version_id, since, reason, is_pinned)
    SELECT 'vn30', 7, pinned.id, now(), 'first', TRUE FROM pinned
"""

WRITES = {
    "restated prices": "UPDATE stock_prices SET close_price = close_price / 2 WHERE stock_id = 1",
    "removed bars": "DELETE FROM stock_prices WHERE stock_id = 3 AND price_date > '2025-03-20'",
    "an absence": """
        INSERT INTO session_absences (stock_id, session_date, reason, last_asked_at)
        VALUES (3, '2025-03-25', 'no row', now())
    """,
    "price limits": """
        INSERT INTO price_bands (
            ticker, exchange, valid_from, valid_to, after_absence, daily_limit, rounding_vnd
        )
        VALUES ('VNM', 'HOSE', '2025-01-06', '2025-03-20', 0, 0.07, 12)
    """,
    "a stay in the VN30": """
        INSERT INTO index_members (index_code, ticker, effective_from, effective_to, source)
        VALUES ('VN30', 'HPG', '2025-01-06', '2025-03-04', 'test')
    """,
    "a forecast": "UPDATE stock_prediction_summaries SET predicted_change_pct = 9 WHERE stock_id = 1",
    "verdicts": "UPDATE model_horizon_metrics SET verdict = 'proven'",
    "a pinned champion": PINNED,
    "a deleted version": "UPDATE model_versions SET deleted_at = now()",
    "a company": "UPDATE stocks SET sector = 'Foods' WHERE ticker = 'VNM'",
    "another today": "UPDATE market_state SET as_of_date = '2025-03-21', updated_at = now()",
    "a stock that has left": "UPDATE stocks SET is_active = FALSE WHERE ticker = 'HPG'",
}


@pytest.fixture(scope="module")
def settings(new_market: Callable[[], tuple[str, Path]], api_settings: Callable[..., Settings]) -> Settings:
    return api_settings(new_market()[0])


@pytest.fixture(scope="module")
def engine(settings: Settings) -> Iterator[sa.Engine]:
    engine = open_engine(settings)
    yield engine
    engine.dispose()


class _PlotLinks:
    def to(self, artifacts_id: int, type_: str) -> str:
        return f"/{artifacts_id}/{type_}"


def _of_schema(kind: Any) -> Callable[[bytes], str]:
    """Checks that a body has the fields and values that ``kind`` writes; the body with its keys in order."""
    schema = TypeAdapter(kind)

    def checked(body: bytes) -> str:
        answer = json.loads(body)
        assert answer == schema.dump_python(
            schema.validate_json(body, extra="forbid"), mode="json", by_alias=True
        )
        return json.dumps(answer, sort_keys=True)

    return checked


MARKET, PICKS, SERIES, MODELS = map(_of_schema, (MarketTable, list[TopPick], Completeness, ModelList))


def _answers(connection: sa.Connection) -> dict[str, list[str]]:
    queries = [
        MarketTableQuery(),
        MarketTableQuery(search="v", sort_by="predicted_change_7d", sort_dir="asc"),
        MarketTableQuery(sector="Banking"),
        MarketTableQuery(sort_by="price", page_size=2, page=2),
    ]
    periods = [
        CompletenessQuery(),
        CompletenessQuery(start="2025-02-01"),
        CompletenessQuery(start="2025-02-05"),
    ]
    pages = [ModelsQuery(page=page, page_size=2) for page in (1, 2, 9)]
    picks = [
        TopPicksQuery(bucket=bucket, horizon_days=horizon, limit=2)
        for bucket in get_args(Bucket)
        for horizon in Horizon
    ]
    links = cast(Links, _PlotLinks())
    return {
        "market": [MARKET(market_table(connection, query)) for query in queries],
        "picks": [PICKS(top_picks(connection, query)) for query in picks],
        "series": [SERIES(completeness(connection, query)) for query in periods],
        "models": [MODELS(model_list(connection, query, links)) for query in pages],
    }


def _computed(engine: sa.Engine) -> dict[str, list[str]]:
    """The answers without summaries."""
    with engine.connect() as connection:
        connection.execute(sa.text("DELETE FROM summary_states"))
        return _answers(connection)


def _read(engine: sa.Engine) -> tuple[set[str], dict[str, list[str]]]:
    """The summaries that are current, and the answers."""
    with engine.connect() as connection:
        current = set(connection.scalars(sa.text("SELECT summary FROM current_summaries")))
        return current, _answers(connection)


def _refresh(engine: sa.Engine) -> list[str]:
    with writing(engine) as connection:
        return write_summaries(connection)


def test_answers_after_writes(engine: sa.Engine) -> None:
    """Before and after the next refresh, answers are what the views compute; a refresh makes all current."""
    _refresh(engine)
    before = _computed(engine)
    for name, statement in WRITES.items():
        with writing(engine) as connection:
            connection.execute(sa.text(statement))
        computed = _computed(engine)
        assert computed != before, name
        current, answers = _read(engine)
        assert answers == computed, name
        assert set(_refresh(engine)) == {"market", "series"} - current, name
        assert _refresh(engine) == [], name
        assert _read(engine) == ({"market", "series"}, computed), name
        before = computed


def test_summaries_are_read(engine: sa.Engine) -> None:
    """The answers come from the summaries, and not from the views beside them."""
    _refresh(engine)
    with engine.connect() as connection:
        for table in ("market_table_summary", "pick_summary", "model_summary", "completeness_summary"):
            connection.execute(sa.text(f"DELETE FROM {table} WHERE ticker = 'FPT'"))  # noqa: S608
        answers = _answers(connection)
    # Of completeness, a period that begins within a month is computed.
    assert "FPT" not in str(answers["market"] + answers["picks"] + answers["models"])
    assert str(answers["series"]).count("FPT") == 1


def test_other_settings(engine: sa.Engine, settings: Settings) -> None:
    """A process with another today, or another limit of freshness, does not read them."""
    _refresh(engine)
    for changed in ({"as_of": date(2025, 3, 3)}, {"fresh_sessions": 0, "stable_sessions": 1}):
        other = open_engine(settings.model_copy(update=changed))
        try:
            current, answers = _read(other)
            assert "market" not in current
            assert answers == _computed(other)
        finally:
            other.dispose()


def test_write_during_a_refresh(engine: sa.Engine) -> None:
    """A change that is committed while summaries are written leaves them old."""
    with writing(engine) as connection:
        connection.execute(sa.text("DELETE FROM summary_states"))
        write_summaries(connection)
        with writing(engine) as other:
            other.execute(sa.text("UPDATE stock_prices SET close_price = 123 WHERE stock_id = 4"))
    current, answers = _read(engine)
    assert current == set()
    assert answers == _computed(engine)


def test_refresh_by_the_api(engine: sa.Engine) -> None:
    """The API writes what is old, once, and does not wait for a task that writes at the time."""
    refresh = SummaryRefresh(engine, seconds=5)
    with writing(engine) as connection:
        connection.execute(sa.text("DELETE FROM summary_states"))
    with writing(engine) as connection:
        fetch_returned(connection, "market/try_lock_summaries")
        assert refresh.look() == []
    assert refresh.look() == ["market", "series"]
    assert refresh.look() == []
    assert _read(engine)[0] == {"market", "series"}


def test_views_made_again(engine: sa.Engine) -> None:
    """After an upgrade, figures may have other definitions: older summaries are not read."""
    _refresh(engine)
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE schema_files SET applied_at = clock_timestamp()"))
    assert _read(engine)[0] == set()
