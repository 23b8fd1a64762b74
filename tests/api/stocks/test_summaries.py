"""Summaries hold what the views compute, and are read only while nothing has changed since."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.core.database import open_engine, writing
from api.data_quality.completeness import completeness
from api.data_quality.completeness_schemas import CompletenessQuery
from api.stocks.schemas import MarketTableQuery
from api.stocks.service import market_table
from vn30.database.warehouse import fetch_all, fetch_returned
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


def _answers(connection: sa.Connection) -> dict[str, str]:
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
    pages = [fetch_all(connection, "models/page", limit=2, skipped=skipped) for skipped in (0, 2)]
    return {
        "market": "".join(market_table(connection, query).model_dump_json() for query in queries),
        "series": "".join(completeness(connection, query).model_dump_json() for query in periods),
        "models": str([[*map(dict, page)] for page in pages]),
        "count": str(fetch_returned(connection, "models/count")),
    }


def _computed(engine: sa.Engine) -> dict[str, str]:
    """The answers without summaries."""
    with engine.connect() as connection:
        connection.execute(sa.text("DELETE FROM summary_states"))
        return _answers(connection)


def _read(engine: sa.Engine) -> tuple[set[str], dict[str, str]]:
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
        for table in ("market_table_summary", "model_summary", "completeness_summary"):
            connection.execute(sa.text(f"DELETE FROM {table} WHERE ticker = 'FPT'"))  # noqa: S608
        answers = _answers(connection)
    # Of completeness, a period that begins within a month is computed.
    assert answers["market"].count("FPT") == answers["models"].count("FPT") == 0
    assert answers["series"].count("FPT") == 1


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


def test_views_made_again(engine: sa.Engine) -> None:
    """After an upgrade, figures may have other definitions: older summaries are not read."""
    _refresh(engine)
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE schema_files SET applied_at = clock_timestamp()"))
    assert _read(engine)[0] == set()
